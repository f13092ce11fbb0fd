"""A table of hard cases of splitting text into sentences, and helpers to test one."""

from __future__ import annotations

from pincite.corpus.article import Span
from pincite.corpus.passages.sentences import sentence_spans
from tests.support.news_sentences import NEWS

# A row is one line of text, written as the sentences that it should be split into.
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
    *NEWS,
]

BEYOND: list[list[str]] = [
    # A quotation is not split, and stays with its speaker.
    ["“It's over.", "We lost,” he said.", "She cried."],
    # After initials only a word like "The" starts a sentence.
    ["It is 2 a.m. in N.Y.", "Sleep well."],
    ["Is it Mr. or Mrs.?", "I forget."],
    ["Chapter 4. The long road."],
    # Abbreviations of other languages are not known, since the given language is English.
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
