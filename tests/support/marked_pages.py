"""Pages marked by hand: each line is article (``=``) or boilerplate (``x``)."""

from __future__ import annotations

PAGES = {
    "agency tail": """
        = The harbor bridge will reopen to cars in May, four months late, the city engineer said.
        = The second of two cracked bearings was replaced over the weekend.
        x - Society
        x Lost parrot returns home after reciting its address
        x 02/03/2026 09:37 PM - Society
        x Night buses to run until two in the morning
        x 02/03/2026 09:26 PM - Cross-Strait
        x Ferry operators agree on a common ticket
        x 02/03/2026 09:21 PM - Science & Tech
        x Students build a weather station from scrap
        x 02/03/2026 08:54 PM""",
    "related list": """
        = The council voted on Monday to keep the library open on Sundays.
        =
        = "We have listened," the mayor said.
        =
        x Related news:
        x Village school wins national choir prize
        x - Ferry line returns to its winter timetable
        x • Is the old mill worth saving?
        x Bakery marks a century of early mornings""",
    "related list under a hard-wrapped article": """
        = The river rose by two meters in a single night and carried
        = away the wooden footbridge at Lower Mill, which had been
        = closed since the spring.
        =
        = Nobody was hurt, the fire
        = service said.
        x
        x You may also like
        x Five walks along the upper valley
        x Why herons nest in towns""",
    "stamps under the headlines": """
        = Farmers expect the smallest apple harvest in a decade.
        = A late frost destroyed most of the blossom, they said.
        x Orchard owners ask for emergency loans
        x 2026-02-03 21:37
        x Beekeepers report a quiet spring
        x 2026-02-03 20:15
        x Cider makers turn to pears
        x 2026-02-03 19:02""",
    "ages instead of stamps": """
        = The museum will be closed for two years.
        x 3 hours ago
        x Planetarium opens a second dome
        x 5 hours ago
        x Gallery returns looted bronze
        x an hour ago
        x Theater season starts without a roof""",
    "sections without stamps": """
        = Rain is expected on Friday, the weather service said.
        x - Sports
        x Rowers win by half a length
        x - Culture
        x Puppet festival to tour six towns""",
    "questions and abbreviations among the headlines": """
        = The trade talks ended without a date for the next round.
        x 02/03/2026 09:37 PM
        x Minister flies to the U.S.
        x 02/03/2026 09:30 PM
        x Will the ferries run on Sunday?
        x 02/03/2026 09:21 PM
        x Steel maker buys smaller rival
        x 02/03/2026 09:02 PM
        x Port workers accept new contract""",
    "sharing, advertising, subscribing": """
        x Home > News > Harbor
        x By Lin Mei and Carlos de Souza, staff writers
        x Published: Feb. 3, 2026, 9:37 p.m.
        x 4 min read
        x Share this article
        x Facebook | X | WhatsApp | Copy link
        = The tunnel will be dug from both ends, the builders said.
        x Advertisement
        = Work is to begin in June.
        x Read more: Why the old tunnel leaks
        = It will cost 90 million crowns.
        x Subscribe to our newsletter for the best of the week.
        x Follow us on Facebook and X
        = Two villages will be without a railway for a year.
        x © 2026 The Quay Post. All rights reserved.
        x We use cookies to improve your experience on this site.""",
    "bylines and end marks": """
        = The drone landed on its own in a strong wind, its makers said.
        = Tests go on until the summer.
        x (By Wu Chen-yi and Anna van der Berg)
        x Enditem/AW""",
    "photographs": """
        = The lighthouse has been painted for the first time in forty years.
        x Photo: Lin Mei / Quay Post
        = It took eleven days.
        x CNA file photo
        x (Photo courtesy of the Harbor Museum)
        = The keeper, who is 81, watched from a deck chair.""",
    "Chinese": """
        = 市府工程師週二表示，港口大橋將於五月重新開放，比原計畫晚了四個月。
        = 第二個破裂的支座已於週末更換，工程費用為四百二十萬元。
        x （編輯：林小美）
        x 延伸閱讀：
        x 渡輪公司同意推出聯合票證
        x 2026/02/03 21:37 政治
        x 學生用廢料打造氣象站
        x 3小時前""",
    "French": """
        = Le pont du port rouvrira en mai, a déclaré l’ingénieur de la ville.
        x Publicité
        = « Mieux vaut tard que jamais », a-t-elle ajouté.
        x À lire aussi : Pourquoi le vieux pont tremble
        x À lire aussi
        x Le bac reprend ses horaires d’hiver
        x La bibliothèque ouvre le dimanche""",
    "live blog stays": """
        = The vote is expected in the evening.
        x 02/03/2026 09:37 PM
        = The minister has arrived at the hall.
        x 02/03/2026 09:41 PM
        = He said that taxes would fall next year.""",
    "minutes stay": """
        = Minutes of the harbor council
        x 2026-02-03 21:37
        = Present: Lin, Mei, Ota
        = Apologies: none
        = Budget approved
        = Crane to be repaired""",
    "minutes after a sentence stay": """
        = The harbor council met on Monday.
        x 2026-02-03 21:37
        = Present: Lin, Mei, Ota
        = Apologies: none
        = Budget approved""",
    "a page of headings stays": """
        = Harbor council
        x 2026-02-03 21:37
        = Budget approved""",
    "a list above a stamp stays": """
        = The plan names three priorities.
        = - Energy
        = - Transport
        = - Health
        = Council opens a library
        x 2026-02-03 21:37""",
    "a list of people stays": """
        = Two people look after the light.
        = - Lin Mei
        = Engineer of the harbor
        = - Ota Ken
        = Keeper since 1981""",
    "a byline is looked for at the top alone": """
        x By Lin Mei
        = One ship came in.
        = Two ships came in.
        = Three ships came in.
        = Four ships came in.
        = Five ships came in.
        = By Lin Mei""",
    "list of priorities stays": """
        = The plan names four priorities:
        = - Society
        = - Economy
        = - Health
        = - Sports""",
    "sections of a plan stay": """
        = The plan has two parts:
        = - Culture
        = Grants for choirs and clubs
        = - Sports
        = A second running track""",
    "chronology stays": """
        = The dam has a long history.
        = 3 February 1988
        = Construction begins
        = 4 May 1992
        = Dam opens to shipping
        = 9:30
        = Last gate closed""",
    "program stays": """
        = The program of the day:
        = 2026-02-03 09:00
        = Doors open
        = 2026-02-03 10:00
        = Speech by the mayor""".replace("= 2026", "x 2026"),
    "summaries keep the paragraphs above": """
        = The bridge is safe, the engineer said.
        x Related articles
        = Ferry to stop
        = The last boat leaves on Friday, after ninety years.""",
    "sentences that look like furniture": """
        = Copyright law was amended in 2026, and few noticed.
        = Copyright 2026 rules come into force in May, the minister said.
        = (c) In May 2026 the council shall vote on the budget.
        = We use cookies to count your visits, the firm's lawyer told the court.
        = Cookies were sold at the fair.
        = Subscribe to the view that bridges are sculpture.
        = Related industries lost 300 jobs.
        = Read more about it in the annex.
        = See also: the report of 2019, which says the opposite.
        = Share prices fell by a third.
        = By Friday the water had gone.
        = (By contrast, the old bridge was built in a year.)
        = Photo by photo, the archive is being scanned.
        = Sign up for the spring run at the town hall.
        = Advertisement is the mother of waste, she said.
        = Line and X were both offline for an hour.
        = Home is where the harbor is.
        = Top stories were told by the fire.""",
    "more sentences that look like furniture": """
        = Sign up for her newsletter and she will write back by hand.
        = "Subscribe now" buttons will go, and so will the box beneath them.
        = Get a letter in your inbox, she said, and you will open it.
        = To keep reading, she moved to the porch.
        = Please consider a donation, the sign told visitors.
        = You have 2 free articles left, the page says, and then it goes dark.
        = By signing up, she said, you agree to be woken at four.
        = Follow the money on Facebook and you end in Osk, he wrote.
        = There were 412 comments below the letter.
        = The label reads © 2019 Ridge Media, but nobody there recalls it.
        = Reporting by night is hard on the eyes.
        = Click here, it says, and nothing happens.
        = Thank you for reading this to your children.
        = Exclusive rights were sold for a crown.
        = Stand by the door at nine, the usher told us.
        = Topics were drawn from a hat.
        = Anzeige erstattet hat bisher niemand.
        = 「請登入後加入LINE好友」這句話，每天勸退兩萬人。
        = 他說，版面上的文字未經授權不得轉載。
        = 分享。""",
    "other languages": """
        x Startseite > Wissen > Umwelt
        x Von Knut Sehring
        x Aktualisiert am 04.02.2026 - 07:15
        = In Orra trinkt man Nebel, seit vierzig Jahren.
        x 12 Kommentare
        x Publié le 3 février 2026 à 18h20 - Mis à jour le 3 février 2026 à 19h02
        = À Orra, on boit le brouillard.
        x Tous droits réservés
        = En Orra se bebe niebla.
        x Comparte este artículo
        x 更新日時：2026年2月3日 18:20
        = オーラの村では霧を飲んでいる。
        x あわせて読みたい""",
    "pleas and credits": """
        x By Lin Mei | Feb. 3, 2026 | 4 min read
        = The last bakery stays open, its owner said.
        x Get the latest news delivered to your inbox.
        x If you value our work, please consider supporting us with a gift.
        = He is 71.
        x You have 2 free articles left this month.
        x (Reporting by Lin Mei in Osk; Editing by Ota Ken and Jo Marsh)
        x The Quay Post © 2026""",
    "a note on the author of the byline": """
        x By Lin Mei and Ota Ken, The Quay Post
        = The bridge is closed.
        = Lin Mei is the engineer who closed it.
        = The Quay Post has asked why.
        x Lin Mei covers ships. She has sailed on two of them.
        x Ota Ken is a reporter in the harbor.
        x Share this article""",
    "a note on anyone else stays": """
        x By Lin Mei
        = The bridge is closed.
        = Ota Ken is a reporter in the harbor.""",
    "dated headlines beneath their heading": """
        = The elms were bred to survive, the mayor said.
        x Related news
        x Dec. 2, 2025: Canal to be drained for cleaning
        x Nov. 11, 2025: Blight resistant elm found
        = Each costs 310 crowns.
        = Dec. 2, 2025: Canal drained
        = Jan. 9, 2026: First elm planted""",
    "unpunctuated verse stays": """
        = The water takes the bridge away
        = and brings it back as fog
        = a keeper counts the passing ships
        = and writes them in the log""",
    "last paragraph without a full stop": """
        = The ship left on Monday.
        = Second bearing replaced in January
        x 02/03/2026 09:37 PM
        x Choir wins prize in Ghent""",
}


def marked(page: str) -> list[tuple[str, str]]:
    lines = [line.strip() for line in page.strip("\n").split("\n")]
    return [(line[0], line[2:]) for line in lines]
