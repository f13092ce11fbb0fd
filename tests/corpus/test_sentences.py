"""Sentences against a table of hard cases, and what must hold for any text whatever."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentencex import get_sentence_boundaries

from pincite.corpus.article import Span
from pincite.corpus.passages.sentences import sentence_spans

# A row is one line of text, written as the sentences it should fall into.
GOLD: list[list[str]] = [
    # plain
    ["The plant opened in May.", "It employs 40 people."],
    ["Who paid for it?", "Nobody would say!", "The mayor left."],
    ["Is it true?!", "It is."],
    # titles
    ["Dr. Chen met Mr. and Mrs. Ortiz.", "Ms. Lee did not come."],
    ["Gov. Hill thanked Sen. Ray and Rep. Ito.", "Lt. Gen. Moss stayed away."],
    ["Prof. He and Mr. So wrote the report."],
    ["St. Louis lies far from Mt. Fuji and Ft. Worth."],
    ["She asked Rev. John Dow and Capt. Ruth Pym."],
    # countries and capitals
    ["The U.S. Army bought them.", "U.K. firms did not."],
    ["He moved to the U.S. in March.", "She followed."],
    ["They sell to the U.S.", "The price is fixed."],
    ["She works in Washington, D.C. for a bank."],
    ["She went back to Washington, D.C.", "It rained."],
    ["The U.N. Security Council met.", "No vote was held."],
    ["The E.U. and the U.S. signed it."],
    # firms
    ["Acme Inc. bought Bolt Corp. for $3.5 million.", "Bolt Ltd. had been for sale."],
    ["He runs Lin Bros. Co. Ltd. in Tainan."],
    ["She joined Apple Inc.", "The firm would not comment."],
    ["Yahoo! Inc. sold it.", "Others followed."],
    # numbers
    ["The rate rose 0.25 points to 3.11.", "It had been 2.86."],
    ["It costs $3.5 million.", "That is a lot."],
    ["Version 3.11.7 came out before 3.12.0.", "Use the later one."],
    ["No. 5 reactor was shut, as No. 12 had been."],
    ["The answer was no.", "Five people left."],
    ["See vol. 3, pp. 12-15 and fig. 2.", "Table 4 is wrong."],
    ["It fell in 2019.", "15 people lost their jobs."],
    ["The ship is approx. 40 metres long."],
    # dates and times
    ["Taipei, Feb. 3 (CNA) The cabinet met on Friday.", "It will meet again on Jan. 27."],
    ["Doors open at 7 p.m. Tuesday.", "Tickets cost $5."],
    ["It struck at 3 a.m. on Oct. 4 and again at 5 a.m. local time."],
    ["The talks end at 6 p.m. Taipei time.", "A dinner follows."],
    ["He left at 6 p.m.", "Police found the car later."],
    ["They met at 11 a.m. Sept. 9 in Hsinchu."],
    ["The call is at 9 a.m. EST.", "Dial in early."],
    # Latin
    ["Bring tools, e.g. a saw, i.e. something sharp, etc. and gloves."],
    ["They sell cups, plates, etc.", "The shop is small."],
    ["Wang et al. found the reverse.", "Others agree."],
    ["Roe v. Wade was decided in 1973.", "Smith vs. Jones came later."],
    ["It was Taiwan vs. Japan in the final."],
    # initials
    ["J. K. Rowling and J.R.R. Tolkien wrote them.", "He read none."],
    ["George W. Bush spoke first.", "Samuel L. Jackson came next."],
    ["They chose plan B.", "The old plan had failed."],
    ["It lacks vitamin C.", "This matters."],
    ["John F. Kennedy Jr. flew there.", "Ed Mills Sr. did not."],
    # quotes
    ['"We will build it," she said.', '"It will be ready in May."'],
    ["He said no.", '"Yes," he said later.'],
    ['"Will it work?" she asked.', '"Yes!" he said.'],
    ['"Will it work?" Minister Kuo asked.', "Nobody knew."],
    ["“Stop!” Chang shouted.", "The driver stopped."],
    ['He asked "Why now?" and left.', "She stayed."],
    ['The sign said "No entry."', "They went in."],
    ["“It works.”", "The room fell silent."],
    ["She called it ‘a start.’", "Others did not."],
    ["It was the board's idea.", "Nobody's fault."],
    ["'Go home,' he told them.", "They went."],
    # brackets
    ["He left (at 5 p.m.).", "She stayed."],
    ["He left.", "(She stayed.)", "They ate."],
    ["The firm (formerly Acme Inc.) is closed.", "It owed money."],
    ["It rose again.[3]", "Then it fell."],
    ["(He left.)", "他說。"],
    # ellipsis, dashes, colons
    ["Well... maybe not.", "We will see."],
    ["He waited...", "Nobody came."],
    ["She paused…", "Then she went on."],
    ["It was late — very late — when they left.", "He slept."],
    ["There are three: one in Taipei, two in Tainan.", "All are open."],
    ["It is simple; it is cheap.", "Buy it."],
    # net, files
    ["Write to desk.one@news.example.com or see https://example.com/a.b?Q=1&x=Y.html today."],
    ["Go to www.example.org.", "Then open setup.py and README.md."],
    ["The Node.js and ASP.NET teams met.", "They use .NET too."],
    ["Run app.py -v 2.0.", "It prints O.K. and stops."],
    # lists and headlines
    ["1. Wash the rice.", "Drain it."],
    ["2) Add water.", "Boil it."],
    ["a. First point.", "It is short."],
    ["IV. The fourth part.", "It is long."],
    [
        "• Wash the rice",
    ],
    ["- Drain it.", "Keep the water."],
    ["• Milk is cheap.", "It is white.", "• Eggs cost more.", "They break."],
    ["We lack:", "• time", "• money"],
    ["Keep it at 34 • C for an hour.", "Then stop."],
    ["Buy these: 1) Milk is cheap.", "It is white.", "2) Eggs cost more.", "They break."],
    ["Buy: 1. Milk is cheap.", "2. Eggs cost more."],
    ["(1) Wash it.", "(2) Drain it."],
    ["First chip plant opens in Kaohsiung"],
    ["Q: Who pays?", "A: The city does."],
    ["STOCKS FALL.", "BANKS HIT HARDEST."],
    # lower case
    ["we went home.", "it was late.", "nobody cared."],
    ["Sales fell.", "iPhone sales rose."],
    ["He works at Apple.", "iPhone sales rose."],
    ["In Son (season one, 1999) Peter jokes.", "In Potter (season six, 2009) Ann cries."],
    ["Kung spoke at the Taiwan-U.S. Economic Dialogue.", "It ended Jan. 27."],
    ["In Doe v. The State both sides appealed.", "They lost."],
    # Chinese
    ["經濟部今天宣布新計畫。", "計畫明年開始！", "誰來付錢？", "沒有人知道。"],
    ["部長說：「我們會做到。」", "記者沒有再問。"],
    ["他說「好。我來。」", "她走了。"],
    ["台積電（TSMC）漲了3.5%。", "鴻海跌0.2%。"],
    ["“我们明年开工。”", "他说。"],
    ["他走了（沒有回頭。）", "門關了。"],
    ["真的嗎？！", "真的。"],
    # Japanese, Korean
    ["工場は3月に閉鎖された。", "理由は不明だ。"],
    ["「本当ですか。」", "記者が尋ねた。"],
    ["공장은 3월에 문을 닫았다.", "이유는 알려지지 않았다."],
    ["We won!!", "3-0!"],
    # mixed
    ["The word 你好。 means hello."],
    ["He said 好.", "Then he left."],
    ["台灣的GDP成長3.1%。", "That is more than expected.", "專家感到意外。"],
    # other scripts
    ["Завод открыли в мае.", "Там работают сорок человек."],
    ["¿Quién paga?", "Nadie lo sabe."],
    ["यह सच है।", "कोई नहीं जानता।"],
    ["هل هذا صحيح؟", "لا أحد يعرف."],
    # odd punctuation
    ["What?", "Nothing!!!", "Really."],
    ["He got an A.", "She got a B."],
    ["It weighs 5 kg.", "That is heavy."],
    ["She lives at 12 Main St. in Dover."],
    ["He has a Ph.D. in physics.", "She has an M.D."],
    ["It dates from 300 B.C.", "The other is newer."],
    ["Meet me at Smith & Co. on Friday."],
    ["The office is shut.", "It was empty."],
    # news
    ["Tesla Inc. shares fell 3.2% on Monday.", "Analysts at J.P. Morgan had warned of this."],
    ["“We have no plan B,” Lin said.", "“None at all.”"],
    ["President Joe R. Biden Jr. signed the bill.", "It takes effect Jan. 1."],
    ["Sen. Mark Kelly, D-Ariz., voted no.", "Sen. Ted Cruz, R-Texas, voted yes."],
    ["He was born in St. Petersburg, Fla., in 1961.", "He died there."],
    ["At approx. 3:15 a.m. the alarm rang.", "Nobody was hurt."],
    ["The firm paid US$2.5 billion (NT$80 billion).", "It closed at 5 p.m."],
    ["I asked him twice.", "“No comment,” he said.", "Then he hung up."],
    ["Is this the end?", "Not according to Dr. Wu."],
    ["“Are you sure?” the judge asked.", "“Yes, sir.”"],
    ["The vote was 5-4.", "Justice Kagan wrote the dissent."],
    ["Visit us at cna.com.tw.", "Our office is on Jhongshan N. Rd. in Taipei."],
    ["The U.S.-China talks stalled.", "The U.S.’s position is unchanged."],
    ["Mr. Trump vs. Mrs. Clinton was close.", "It was 2016."],
    ["She earned a B.A. from Yale, an M.B.A. from MIT and a Ph.D. from N.Y.U.", "She is 40."],
    ["It was 98.6 F. outside.", "We stayed in."],
    ["The No. 1 song is back.", "No. 2 is new."],
    ["Profit was $1.2m.", "Sales were €3.4bn."],
    ["He lives at 221B Baker St., London.", "She doesn't."],
    ["Ms. O'Neil (née Smith) left.", "Her son, J.D., stayed."],
    ["The company said: “We regret this.”", "It gave no details."],
    ["According to Reuters, Nov. 11 is the date.", "The AP says Nov. 12."],
    ["The temperature hit 40 C.", "That is a record."],
    ["Police said they found: 1. a knife; 2. a gun.", "Both were stolen."],
    ["Dr. Martin Luther King Jr. Day is Monday.", "Banks are shut."],
    ["The WHO (World Health Organization) met in Geneva.", "It set no date."],
    ['He said, "I did." and sat down.', "She stood."],
    ["Prices rose 2.1 pct. in May.", "They fell in June."],
    ["At 6 a.m. Police Chief Wu arrived."],
    ["Gen. Z workers want more.", "Gen. X workers do not."],
    ["Apple, Amazon, et al. were sued.", "Google was not."],
    ["The St. Regis hotel opened.", "The Ritz closed."],
    ["It happened Sept. 11, 2001.", "Thousands died."],
    ["Wait...", "What?"],
    ["The ship, the U.S.S. Nimitz, sailed.", "The H.M.S. Queen did too."],
    ["Capt. J. T. Kirk is fictional.", "So is Mr. Spock."],
    ["Rain is expected Fri. and Sat. in the north.", "Sun. will be dry."],
    ["It's 5 o'clock.", "Let's go."],
    ["The game ended 3-2.", "7 players were hurt."],
    ["Read pp. 3-9.", "Then stop."],
    ["The firm, Foo Co., Ltd., closed.", "Bar S.A. and Baz GmbH. did not."],
    ["“Why not?” asked Chen.", "“Because,” said Lin."],
    ["“Mr. Chen told us to go.", "We went."],
    ["“U.S. officials would not say.", "They left."],
    ["They came from Calif., Ore. and Wash. to see it.", "It was cold."],
    ["The bill (H.R. 1234) passed.", "S. 567 did not."],
    ["Model T. Ford built it."],
    ["In the 1990s, prices fell.", "In the 2000s they rose."],
    ["He finished 2nd.", "She finished 1st."],
    ["It cost 50 cents.", "“Cheap!”", "She bought two."],
    ["The app, v. 2.1, is out.", "Get it at app.io/v2."],
    ["Email a.b@c.org.", "Call 02-2345-6789 ext. 12."],
    ["Foxconn (鴻海) rose.", "TSMC (台積電) fell."],
    ["外交部發言人說，美國國務卿將訪台。", "時間未定。", "詳情見www.mofa.gov.tw。"],
    ["「你要去嗎？」她問。", "他點頭。"],
    ["（中央社台北3日電）經濟部長今天表示，產線三年內完工。", "他沒有多說。"],
    ["他說：「U.S. 是夥伴。」", "記者會結束。"],
    ["第1.2版今天發布。", "第1.3版下月發布。"],
    ["彼は「行きません！」と言った。", "彼女は黙っていた。"],
    ["価格は3.5％上がった。", "来月も上がる。"],
    ['그는 "안 갑니다."라고 말했다.', "그녀는 웃었다."],
    ["Er wohnt in der Hauptstr. in Bonn.", "Sie nicht."],
    ["M. Dupont est parti.", "Mme Durand est restée."],
    ["«Мы не поедем», — сказал он.", "Она ушла."],
    ["Ο υπουργός έφυγε.", "Κανείς δεν ξέρει γιατί."],
    ["Tom & Jerry Co. said so.", "Others, inc. Disney, didn't."],
    ["The so-called “Plan A.” is dead.", "Long live plan C."],
    ["He joined the F.B.I. in 1990.", "He left the C.I.A. in 1989."],
    ["The study (n = 1,234; p < .05) was small.", "Its authors, Li et al. (2019), agree."],
    ["See Fig. 3a.", "See also Sec. 4.2 and Eq. 5."],
    ["“Go,” he said, “and don’t come back.”", "She went."],
    ["Who said “Let them eat cake.”?", "Not her."],
    ["The price: $5.", "The place: Taipei."],
    ["Vice President Hsiao Bi-khim and Gov. Kathy Hochul met.", "Rep. Young Kim joined."],
    ["Adm. (ret.) Lee Hsi-ming spoke.", "He was blunt."],
    ["He weighed 180 lbs. and stood 6 ft. tall.", "He ran."],
    ["Lai said Tuesday that the U.S. would help.", "Beijing objected."],
    ["The minister will visit Washington, D.C. Tuesday.", "He flies at noon."],
    ["The ministry, i.e. the MOEA, agreed.", "The others, e.g. the MOF, did not."],
    ["The talks began on Feb. 3.", "They ended on Feb. 5."],
    ["It came in at No. 5.", "The next was No. 6."],
    ['"Nothing.', "Nothing at all.", "He lied."],
    ["Mayor Chiang Wan-an (蔣萬安) said so.", "Others (e.g. Ko) didn't."],
    ["Exports hit NT$1.2 tn. in Q1.", "Imports fell 0.3%."],
    ['He sang "Oh! Susanna" twice.', 'She sang "Help!" once.'],
    ["Panic! at the Disco played.", "Wham! did not."],
    ["Jeopardy! host Ken Jennings won.", "He smiled."],
    ["The Guess Who? tour begins.", "Tickets are $40."],
    ["TAIPEI (AP) — A quake struck off Hualien on Wed. morning.", "No one died."],
    ["The Dow fell 1.3%, or 512.4 points.", "The S&P 500 lost 0.9%."],
    ["Lt. Cmdr. Ana Ruiz said so.", "She was aboard the U.S.S. Cole."],
    ["“They told us to leave,” said Ms. Park, 61.", "“So we left.”"],
    ["Is Sen. Rubio right?", "Many in the U.S. Senate doubt it."],
    [
        "The firm's H.Q. is in St. Paul, Minn., but it makes chips in Boise, Idaho.",
        "It has 300 staff.",
    ],
    ["Rep. Alexandria Ocasio-Cortez, D-N.Y., spoke.", "Her bill failed."],
    ["“Why now?” is what people ask.", "There is no answer."],
    ["Heavy rain (200 mm in 3 hr.) fell.", "Roads flooded."],
    ["The paper cites Fig. 2b, Table S1 and ref. 14.", "It was retracted."],
    ["Call 1-800-555-0199 or write to info@foo.co.uk.", "We reply in 2 days."],
    ["The C.E.O. resigned.", "The C.F.O. stays."],
    ["Production starts in Q4.", "Costs fell 12 pct. from Q3."],
    ["“I am sorry.”", "That is all he said."],
    ["The treaty (signed Nov. 8, 1994) lapsed.", "No one noticed."],
    ["Taiwan's CPI rose 2.3 percent y/y.", "Core CPI rose 1.8 percent."],
    ["He arrived at 10:30 p.m. Friday night.", "She came Sat. at noon."],
    ["Prof. Dr. K. Müller retired.", "He was 70."],
    ["Why?", "Because."],
    ["It is what it is…", "Live with it."],
    ["They sang “Happy Birthday!” to Mr. Kim.", "He wept."],
    ["The No. 2 official, Mr. Ma, left.", "No. 3 moved up."],
    ["Use Python 3.11.", "Then run pip install foo==1.2.3."],
    ["The file is at C:\\Temp\\a.txt.", "Open it."],
    ["The site (see https://foo.bar/baz?a=b.c) is down.", "Try later."],
    ["A. G. Sulzberger owns it.", "The N.Y. Post does not."],
    ["She is 5 ft. 6 in. tall.", "He is 6 ft. even."],
    ["At 7 a.m. on Mar. 3, Lt. Col. Wu woke.", "It was cold."],
    ["Gov. J.B. Pritzker signed it.", "It takes effect Jan. 1, 2027."],
    ["“Yes,” she said.", "“Yes, I will.”"],
    ["The court ruled 6-3.", "Justices Kagan, Sotomayor and Jackson dissented."],
    ["He has two kids (Tom, 5, and Ann, 3).", "They live in L.A. with him."],
    ["The vaccine is 95% effective (p < 0.01).", "It costs $20."],
    ["Item 1: done.", "Item 2: not yet."],
    ["First, wash it; second, dry it.", "Third, iron it."],
    ["He asked: “Who are you?”", "Nobody spoke."],
    ["He asked, “Who are you? What do you want?”", "Nobody spoke."],
    ["It cost approx. US$3.", "That is cheap."],
    ["Mt. Jade is 3,952 m. high.", "Mt. Snow is lower."],
    ["行政院長卓榮泰表示，預算案將於3月送出。", "他說：「時間不多了！」", "立法院尚未回應。"],
    ["據《紐約時報》報導，U.S. Steel將被收購。", "交易額達149億美元。"],
    ["他問：「為什麼？」", "沒人回答。"],
    ["氣溫降到12.5度。", "明天更冷（約10度）。", "請注意保暖。"],
    ["東京で3月5日に会議が開かれた。", "参加者は約1,200人。"],
    ["「行きましょう！」と彼女は言った。", "皆が立った。"],
    ["Il a dit : « Je pars. »", "Elle est restée."],
    ["El Sr. López llegó.", "¡Qué bien!"],
    ["Ok.", "Sounds good to me."],
    ["That's it, folks!", "See you on Mon. at 9 a.m. sharp."],
    ["He won the Nobel Prize (Physics, 1921).", "It was for the photoelectric effect."],
    ["The bill passed the House, 218-210.", "It goes to the Senate next."],
    ["We interviewed 12 people, incl. Dr. Ho.", "All agreed."],
    ['"This is it," he said, "the big one."', "She nodded."],
    ['"Get out!" yelled Sgt. Brown.', "They ran."],
    ['"Where is it?" Brown asked.', '"Tell me."'],
    ["She studied at Univ. of Calif., Berkeley.", "He did not."],
    ["The U.N. said 1.2 m people fled.", "The E.U. will help."],
    ["Temperatures reached 45 deg. C in Delhi.", "Schools shut."],
    [
        "Foreign Minister Lin Chia-lung met U.S. envoy Ray Greene in Taipei on Mon.",
        "No statement followed.",
    ],
    ["The carrier China Airlines Ltd. ordered 24 jets.", "Boeing Co. will build them."],
    ["“We can't wait,” Kuo told CNA.", "“The market won't.”"],
    ["Output fell to 3,200 bpd. from 4,100 bpd. in July."],
    ["She was convicted on Oct. 3, 2019, and jailed.", "Her appeal, filed Dec. 12, failed."],
    ["The W.H.O. and the C.D.C. disagree.", "Doctors, e.g. Dr. Lee, are split."],
    ["At 11:59 p.m. the deadline passed.", "Nothing happened."],
    ["What did he mean by “soon”?", "He would not say."],
    ["Asked if he'd run, Ko said: “No.”", "Then he smiled."],
    ["“No,” he said, when asked.", "“Never.”"],
    ["Shares of MediaTek Inc. (2454.TW) rose 2%.", "TSMC (2330.TW) was flat."],
    ["The U.S.-Japan-South Korea summit ended.", "No joint statement was issued."],
    ["It was built by Smith, Jones & Co. in 1902.", "It burned in 1910."],
    ["The recipe: 2 tbsp. oil, 1 tsp. salt.", "Mix well."],
    ["Mrs. Dalloway said she would buy the flowers herself.", "And she did."],
    ["He shouted, “Fire!”", "Everyone ran."],
    ["She wrote three books: Dune, Emma and It.", "All sold well."],
    ["Version 2.0 is out!", "Get it at https://example.com/v2.0/."],
    ["A 7.2-magnitude quake hit at 7:58 a.m.", "Aftershocks followed."],
    ["The CEO, Jensen Huang, spoke at 2 p.m. Wednesday.", "He wore black."],
    ["Mr. Wu, 45, and Mrs. Wu, 43, have three children.", "They live in New Taipei."],
    ["It isn't easy.", "It's not hard, either."],
    ["The price is NT$1,299.", "Shipping is free."],
    ["Sgt. Pepper came out in 1967.", "So did Magical Mystery Tour."],
    ["“Is it safe?” asked Ms. Liu.", "“Yes,” said Mr. Tsai."],
    ["The group — formerly ABC Corp. — was sold.", "Its buyer: XYZ plc."],
    ["He was in Washington, D.C., on Jan. 6.", "She wasn't."],
    ["Rule No. 1: never lie.", "Rule No. 2: see No. 1."],
    ["Gold closed at $2,034.50 per oz.", "Silver fell."],
    ["The suspect, identified as John Doe Jr., fled.", "Police are looking for him."],
    ["總統府發言人表示：「尊重司法。」", "在野黨則批評處理不當。"],
    ["這項計畫（2024年至2027年）耗資30億元。", "誰來監督？", "目前不明。"],
    ["「太好了！」小明大喊。", "全班都笑了。"],
    ["A股上漲。", "B股下跌。"],
    ["首相は「検討する。」と述べた。", "野党は反発した。"],
    ["Он родился в 1990 г. в Москве.", "Сейчас он живёт в Праге."],
    ["Elle a 3,5 millions d'abonnés.", "C'est beaucoup !"],
    ["I love it!!", "Best purchase ever!!!", "5 stars."],
    ["The 2 a.m. train was late.", "So was the 3 a.m. one."],
    ["See Smith et al., 2020, p. 4.", "Cf. Jones, 2019."],
]

BEYOND: list[list[str]] = [
    # A quotation stays whole, with whoever uttered it.
    ["“It's over.", "We lost,” he said.", "She cried."],
    # After initials only a word like "The" starts a sentence.
    ["It is 2 a.m. in N.Y.", "Sleep well."],
    ["Is it Mr. or Mrs.?", "I forget."],
    ["Chapter 4. The long road."],
    # Abbreviations of other languages, since the language asked for is English.
    ["Die Firma zahlt 3,5 Mio. Euro.", "Das ist viel."],
    ["It rained (and it was cold. They left.)", "She stayed."],
]


def line_of(sentences: list[str]) -> str:
    line = ""
    for sentence in sentences:
        spaced = line and not line.endswith(("。", "！", "？", "」", "）", "。”"))
        line += " " + sentence if spaced else sentence
    return line


def split(text: str, *, language: str = "en") -> list[str]:
    return [s.of(text) for s in sentence_spans(text, [Span(0, len(text))], language)]


@pytest.mark.parametrize("sentences", GOLD, ids=line_of)
def test_gold(sentences: list[str]) -> None:
    assert split(line_of(sentences)) == sentences


@pytest.mark.parametrize("sentences", BEYOND, ids=line_of)
@pytest.mark.xfail(strict=True, reason="known shortfalls")
def test_beyond(sentences: list[str]) -> None:
    assert split(line_of(sentences)) == sentences


def test_the_whole_table_as_an_article_of_one_line_each() -> None:
    text = "\n".join(map(line_of, GOLD))
    assert split(text) == [sentence for row in GOLD for sentence in row]


def test_a_language_that_is_not_known_is_cut_like_english() -> None:
    assert split("Dr. Wu came. She left.", language="xx") == ["Dr. Wu came.", "She left."]


def test_a_missing_space_between_sentences() -> None:
    assert split("He won.She lost.") == ["He won.", "She lost."]


def test_a_quotation_that_runs_on_into_the_next_paragraph() -> None:
    text = (
        '"Mr. Chen asked. We went.\n'
        '"U.S. firms did not," he said. "Why?" she asked.\n'
        'Did they?" she asked. "Go." He left.'
    )
    assert split(text) == [
        '"Mr. Chen asked.',
        "We went.",
        '"U.S. firms did not," he said.',
        '"Why?" she asked.',
        'Did they?" she asked.',
        '"Go."',
        "He left.",
    ]


WRAPPED = "The ministry said on Tuesday that the first line"


def test_a_line_wrapped_in_mid_sentence_is_joined() -> None:
    text = f"{WRAPPED}\n  would open in May. It is\r\nlate."
    assert split(text) == [f"{WRAPPED}\n  would open in May.", "It is", "late."]


@pytest.mark.parametrize(
    "text",
    [
        f"{WRAPPED}\n\nwould open",  # a blank line
        f"{WRAPPED}\n \nwould open",
        f"{WRAPPED}\nWould open",  # a capital
        f"{WRAPPED}:\nwould open",  # a list
        f"{WRAPPED}\u2029would open",  # not a plain line break
        "A short line\nwould open",
        f"{WRAPPED}.\nwould open",
    ],
)
def test_other_lines_are_not_joined(text: str) -> None:
    assert len(split(text)) == 2


def test_no_sentence_crosses_the_edge_of_a_body_span() -> None:
    text = "One sentence in two parts. Another."
    spans = sentence_spans(text, [Span(0, 7), Span(7, 12), Span(20, 35)])
    assert [s.of(text) for s in spans] == ["One sen", "tence", "parts.", "Another."]


def test_a_body_span_past_the_end_of_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="the text has 3 characters"):
        sentence_spans("Go.", [Span(0, 4)])


@pytest.mark.parametrize("space", "\xa0\u2003\u3000\t")
def test_white_space_that_sentencex_panics_at(space: str) -> None:
    text = f"She has a plan B{space}. He{space}left."
    assert split(text) == [f"She has a plan B{space}.", f"He{space}left."]


def test_a_closing_mark_without_its_opening_one_stays_with_its_sentence() -> None:
    assert split("He said so.) She left. It fell.] She ran.") == [
        "He said so.)",
        "She left.",
        "It fell.]",
        "She ran.",
    ]


def test_sentencex_is_shown_a_bounded_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is quadratic on some lines."""
    shown: list[int] = []

    def boundaries(language: str, line: str) -> list[dict[str, int]]:
        shown.append(len(line))
        return get_sentence_boundaries(language, line)

    monkeypatch.setattr("sentencex.get_sentence_boundaries", boundaries)
    for unit in ("這。", "word ", "x", ". "):
        split(unit * 20_000)
    assert max(shown) <= 2_000
    assert sum(shown) < 4 * 20_000 * 9


@pytest.mark.parametrize("shift", range(12))
@pytest.mark.parametrize("unit", ["word ", "字"])
def test_no_sentence_end_is_lost_between_two_windows(unit: str, shift: int) -> None:
    """The first window of 2,000 characters ends about where the sentence does."""
    first = (unit * 2_000)[: 1_990 + shift].strip() + "x."
    assert split(f"{first} Then she left.") == [first, "Then she left."]


@pytest.mark.parametrize(
    ("unit", "many"),
    [("He won. ", True), ("這。", True), ("「好。」", True), ("U.S. ", False), ("這", False)],
)
def test_a_long_line_is_cut_the_same_throughout(unit: str, many: bool) -> None:
    """It is shown to sentencex in windows, whose edges must not show."""
    times = 10_000
    assert split(unit * times) == ([unit.strip()] * times if many else [(unit * times).strip()])


MARKS = st.sampled_from(list(".!?…。！？\"'“”‘’「」()（）[],:;—-/@<>{}«»1\ud800\udfff"))
SPACES = st.sampled_from(
    [" ", "  ", "\n", "\r\n", "\n\n", "\t", "\xa0", "\u2003", "\u3000", "\x1c"]
)
WORDS = st.sampled_from(
    [
        "He",
        "said",
        "U.S.",
        "Mr.",
        "no.",
        "1.",
        "p.m.",
        "May",
        "這",
        "會。",
        "»a.«",
        "http://a.B",
        WRAPPED,
    ]
)
TEXTS = st.lists(st.one_of(MARKS, SPACES, WORDS), max_size=40).map("".join) | st.text(
    st.characters()
)


@given(text=TEXTS, edges=st.lists(st.integers(0, 200), max_size=8))
def test_the_sentences_tile_the_body(text: str, edges: list[int]) -> None:
    bounds = sorted({min(edge, len(text)) for edge in edges} | {0, len(text)})
    body = [Span(a, b) for a, b in pairwise(bounds)][::2]
    end = 0
    covered: set[int] = set()
    for sentence in sentence_spans(text, body):
        assert end <= sentence.start < sentence.end, "ascending and disjoint"
        assert sentence.of(text) == sentence.of(text).strip(), "trimmed"
        assert any(part.contains(sentence) for part in body), "inside the body"
        covered.update(range(sentence.start, sentence.end))
        end = sentence.end
    inside = {i for part in body for i in range(part.start, part.end)}
    assert not any(not text[i].isspace() for i in inside - covered), "covered"


@given(text=TEXTS)
def test_a_sentence_holds_no_line_break_but_that_of_a_wrapped_line(text: str) -> None:
    for sentence in split(text):
        lines = sentence.splitlines()
        assert all(line.lstrip()[:1].islower() for line in lines[1:])
