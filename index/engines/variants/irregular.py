"""English words whose forms the stemmer does not bring together: "say" and "said", "man" and "men".

Articles tell what people said, and people ask what somebody did say. The facts are common knowledge
of English grammar. Left out are forms that are more often another word: "bound", "bore", "ground",
"lay", "wound", "lives", "leaves", "people", and "born", which is asked for as it stands.
"""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
arise arose arisen; awake awoke awoken; beat beaten; become became; befall befell befallen;
begin began begun; bend bent; bite bitten; bleed bled; blow blew blown;
break broke broken; breed bred; bring brought; build built; burn burnt; buy bought; catch caught;
choose chose chosen; cling clung; come came; creep crept; deal dealt; dig dug; draw drew drawn;
dream dreamt; drink drank drunk; drive drove driven; dwell dwelt; eat ate eaten; fall fell fallen;
feel felt; fight fought; find found; flee fled; fling flung; fly flew flown;
forbid forbade forbidden; foresee foresaw foreseen; foretell foretold; forget forgot forgotten;
forgive forgave forgiven; freeze froze frozen; get got gotten; give gave given; go went gone;
grow grew grown; hang hung; hear heard; hide hid hidden; hold held; keep kept; kneel knelt;
know knew known; lead led; lean leant; leap leapt; learn learnt; leave left; lend lent; light lit;
lose lost; make made; mean meant; meet met; mislead misled; mistake mistook mistaken;
outdo outdid outdone; outgrow outgrew outgrown; outsell outsold; overcome overcame;
override overrode overridden; overrun overran; oversee oversaw overseen; overspend overspent;
overtake overtook overtaken; overthrow overthrew overthrown; partake partook partaken; pay paid;
plead pled; prove proven; rebuild rebuilt; redraw redrew redrawn; remake remade; repay repaid;
resell resold; retake retook retaken; retell retold; rethink rethought; rewrite rewrote rewritten;
ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen; seek sought;
sell sold; send sent; sew sewn; shake shook shaken; shear shorn; shine shone; shoot shot;
show shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; slay slew slain;
sleep slept; slide slid; sling slung; smell smelt; sneak snuck; sow sown; speak spoke spoken;
speed sped; spell spelt; spend spent; spill spilt; spin spun; spit spat; spoil spoilt;
spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung; stink stank;
stride strode; strike struck stricken; string strung; strive strove striven; swear swore sworn;
sweep swept; swell swollen; swim swam swum; swing swung; take took taken; teach taught;
tear tore torn; tell told; think thought; throw threw thrown; tread trod trodden;
undergo underwent undergone; understand understood; undertake undertook undertaken; undo undid
undone; uphold upheld; wake woke woken; wear wore worn; weave wove woven; weep wept; win won;
withdraw withdrew withdrawn; withhold withheld; withstand withstood; write wrote written;

child children; foot feet; goose geese; half halves; calf calves; hoof hooves; knife knives;
loaf loaves; louse lice; man men; mouse mice; ox oxen; scarf scarves; shelf shelves; thief thieves;
tooth teeth; wife wives; wolf wolves; woman women; grandchild grandchildren; godchild godchildren;
schoolchild schoolchildren; stepchild stepchildren; housewife housewives; midwife midwives;
alumnus alumni; analysis analyses; bacterium bacteria; crisis crises; criterion criteria;
curriculum curricula; diagnosis diagnoses; formula formulae; fungus fungi;
hypothesis hypotheses; larva larvae; memorandum memoranda; nucleus nuclei; oasis oases;
phenomenon phenomena; referendum referenda;
stimulus stimuli; synthesis syntheses; thesis theses; vertebra vertebrae;
"""

# those with whose name "-man", "-woman", "-men" and "-women" make a word
_TRADES: Final = """
alder anchor assembly business camera chair church clergy con congress council country crafts
fire fisher fore frontier gentle gun hit horse lay line mad marks middle noble ombuds police post
sales sea service show spokes sports states stunt towns trades tribes watch work
"""

IRREGULAR: Final[dict[str, str]] = {
    other: first
    for first, *others in (
        *(each.split() for each in _TABLE.split(";") if each.strip()),
        *(
            (f"{each}{one}", f"{each}{many}")
            for each in _TRADES.split()
            for one, many in (("man", "men"), ("woman", "women"))
        ),
    )
    for other in others
}
"""The word to take for each irregular form, in lower case: ``{"said": "say", "men": "man", …}``."""
