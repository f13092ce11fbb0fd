"""The names of months and weekdays in the languages whose dates are read.

The names are those of the Unicode CLDR (``tests/corpus/test_months.py`` compares them with babel's
copy), with a few spellings that newspapers also use. No name means two months, which is why
Croatian is missing: its "listopad" is October. The libraries babel and dateparser are not used:
loading the names of thirty languages takes them longer than reading a page takes here.
"""

from __future__ import annotations

import re
from typing import Final

LANGUAGES: Final = (
    "en de fr es pt it nl pl ru uk be bg cs sk sl sv da nb fi et lv lt tr ro hu el ca gl eu id"
).split()
ENGLISH: Final = (
    "January February March April May June July August September October November December"
).split()
"""The English names of the months, in order."""

ENGLISH_DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
"""The English names of the weekdays, in order."""

_MONTHS: Final = (
    """january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari stycznia
    sty styczeń января янв январь січня січ січень студзеня сту студзень януари яну ledna led leden
    januára január tammikuuta tammi tammikuu jaanuar jaan janvāris sausio saus sausis ocak oca
    ianuarie ian ιανουαρίου ιαν ιανουάριος gener xaneiro xan urtarrila urt""",
    """february feb februar feber février fevrier févr fév febrero fevereiro fev febbraio februari
    lutego lut luty февраля февр фев февраль лютого лют лютий лютага люты февруари února úno únor
    februára február helmikuuta helmi helmikuu veebruar veebr februāris febr vasario vas vasaris
    şubat şub februarie φεβρουαρίου φεβ φεβρουάριος febrer febreiro otsaila ots""",
    """march mar märz mrz mär mars marzo março maart mrt marca marzec марта мар март березня бер
    березень сакавіка сак сакавік března bře březen marec marts maaliskuuta maalis maaliskuu märts
    kovo kov kovas mart martie március márc μαρτίου μαρ μάρτιος μάρ març martxoa maret""",
    """april apr avril avr abril abr aprile kwietnia kwi kwiecień апреля апр апрель квітня квіт
    квітень красавіка кра красавік април dubna dub duben apríla apríl huhtikuuta huhti huhtikuu
    aprill aprīlis balandžio bal balandis nisan nis aprilie április ápr απριλίου απρ απρίλιος
    apirila api""",
    """may mai mayo maio maggio mag mei maja maj мая май травня трав травень květen května kvě mája
    máj toukokuuta touko toukokuu maijs gegužės geg gegužė mayıs május μαΐου μαΐ μάιος μάι maig
    maiatza""",
    """june jun juni juin junio junho giugno giu czerwca cze czerwiec июня июн июнь червня черв
    червень чэрвеня чэр чэрвень юни června čvn červen júna jún junij kesäkuuta kesä kesäkuu juuni
    jūnijs jūn birželio birž birželis haziran haz iunie iun június ιουνίου ιουν ιούνιος ιούν juny
    xuño ekaina eka""",
    """july jul juli juillet juil julio julho luglio lug lipca lip lipiec июля июл июль липня лип
    липень ліпеня ліп ліпень юли července čvc červenec júla júl julij heinäkuuta heinä heinäkuu
    juuli jūlijs jūl liepos liep liepa temmuz tem iulie iul július ιουλίου ιουλ ιούλιος ιούλ juliol
    xullo xul uztaila uzt""",
    """august aug août aout agosto ago augustus sierpnia sie sierpień августа авг август серпня серп
    серпень жніўня жні жнівень srpna srp srpen augusta avgust avg augusti elokuuta elo elokuu
    augusts rugpjūčio rugp rugpjūtis ağustos ağu augusztus αυγούστου αυγ αύγουστος αύγ agost ag
    abuztua abu agustus agu""",
    """september sep sept septembre septiembre setiembre setembro set settembre września wrz
    wrzesień сентября сент сен сентябрь вересня вер вересень верасня верасень септември сеп září
    zář septembra syyskuuta syys syyskuu septembris rugsėjo rugs rugsėjis eylül eyl septembrie
    szeptember szept σεπτεμβρίου σεπ σεπτέμβριος setembre iraila ira""",
    """october oct oktober okt octobre octubre outubro out ottobre ott października paź październik
    октября окт октябрь жовтня жовт жовтень кастрычніка кас кастрычнік октомври října říj říjen
    októbra október lokakuuta loka lokakuu oktoober oktobris spalio spal spalis ekim eki octombrie
    οκτωβρίου οκτ οκτώβριος urria urr""",
    """november nov novembre noviembre novembro listopada lis listopad ноября нояб ноя ноябрь
    листопада лист листопад лістапада ліс лістапад ноември ное listopadu novembra marraskuuta marras
    marraskuu novembris lapkričio lapkr lapkritis kasım kas noiembrie νοεμβρίου νοε νοέμβριος νοέ
    azaroa aza""",
    """december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre grudnia gru
    grudzień декабря дек декабрь грудня груд грудень снежня сне снежань декември prosince pro
    prosinec decembra desember des joulukuuta joulu joulukuu detsember dets decembris gruodžio gruod
    gruodis aralık ara decembrie δεκεμβρίου δεκ δεκέμβριος desembre decembro abendua abe""",
)
_DAYS: Final = """
    monday mon montag mo lundi lun lunes segunda-feira seg lunedì maandag ma poniedziałek pon
    понедельник пн понеділок панядзелак понеделник pondělí pondelok ponedeljek måndag mån mandag man
    maanantaina maanantai esmaspäev pirmdiena pirmd pirmadienis pazartesi luni luns hétfő δευτέρα
    δευ dilluns astelehena senin tuesday tue tues dienstag di mardi martes terça-feira ter martedì
    dinsdag wtorek wt вторник вт вівторок аўторак аў úterý út utorok torek tisdag tis tirsdag tirs
    tiistaina tiistai teisipäev otrdiena otrd antradienis salı marți kedd τρίτη τρί dimarts
    asteartea selasa wednesday wed weds mittwoch mi mercredi mer miércoles mié quarta-feira qua
    mercoledì woensdag wo środa śr среда ср середа серада сряда středa streda sreda onsdag ons
    keskiviikkona keskiviikko kolmapäev trešdiena trešd trečiadienis çarşamba miercuri szerda
    τετάρτη τετ dimecres mércores asteazkena rabu thursday thu thur thurs donnerstag do jeudi jeu
    jueves jue quinta-feira qui giovedì gio donderdag czwartek czw четверг чт четвер чацвер чц
    четвъртък čtvrtek čt štvrtok četrtek torsdag tors torstaina torstai neljapäev ceturtdiena
    ceturtd ketvirtadienis perşembe joi csütörtök πέμπτη πέμ dijous xoves osteguna kamis friday fri
    freitag fr vendredi ven viernes vie sexta-feira sex venerdì vrijdag vr piątek pt пятница пт
    пʼятниця пятніца петък pátek piatok petek fredag fre perjantaina perjantai reede piektdiena
    penktadienis cuma vineri péntek παρασκευή παρ divendres venres ostirala jumat saturday sat
    samstag sonnabend sa samedi sam sábado sáb sabato sab zaterdag za sobota sob суббота сб субота
    събота lördag lør lørdag lauantaina lauantai laupäev sestdiena sestd šeštadienis cumartesi
    sâmbătă szombat σάββατο σάβ dissabte larunbata sabtu sunday sun sonntag so dimanche dim domingo
    dom domenica zondag zo niedziela niedz воскресенье вс неділя нядзеля неделя neděle nedeľa
    nedelja söndag sön søndag søn sunnuntaina sunnuntai pühapäev svētdiena sekmadienis pazar
    duminică vasárnap κυριακή κυρ diumenge igandea minggu"""

_NUMBERS: Final = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_WEEKDAYS: Final = frozenset(_DAYS.split())
MONTH: Final = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b\.?"


def month_number(name: str) -> int | None:
    """The number of the month, 1 to 12, for a name or its short form; None if it is not a month."""
    return _NUMBERS.get(name.lower().rstrip("."))


def is_weekday(name: str) -> bool:
    """Whether a word is the name of a weekday or its short form."""
    return name.lower().rstrip(".,") in _WEEKDAYS


def stated_weekday(words: str) -> str:
    """The weekday at the start of ``words``, with the punctuation and blanks after it; "" if there
    is none."""
    match = re.match(r"\s*([^\W\d_]+(?:[-ʼ][^\W\d_]+)?)[.,]{0,2}\s+", words)
    return match[0] if match and is_weekday(match[1]) else ""
