"""Countries and regions with the words for what comes from them: "Bolivia" and "Bolivian".

News names a country by either word. The term index takes them for one word, so that a question
about Bolivia finds what Bolivian ministers did. Words that often mean something else ("Pole",
"Norman", "American") are left out, and those that the stemmer takes for one word anyway.
"""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
Afghanistan Afghan; Africa African; Albania Albanian; Algeria Algerian; Angola Angolan;
Argentina Argentine Argentinian; Armenia Armenian; Asia Asian; Australia Australian;
Austria Austrian; Azerbaijan Azerbaijani Azeri; Bahrain Bahraini; Bangladesh Bangladeshi;
Barbados Barbadian; Bavaria Bavarian; Belarus Belarusian; Belgium Belgian;
Belize Belizean; Benin Beninese; Bhutan Bhutanese; Bolivia Bolivian; Bosnia Bosnian;
Botswana Botswanan; Brazil Brazilian; Britain British; Brittany Breton; Bulgaria Bulgarian;
Burundi Burundian; California Californian; Cambodia Cambodian; Cameroon Cameroonian;
Canada Canadian; Catalonia Catalan; Chad Chadian; Chechnya Chechen; Chile Chilean; China Chinese;
Colombia Colombian; Comoros Comorian; Congo Congolese; Corsica Corsican; Crete Cretan;
Crimea Crimean; Croatia Croatian; Cuba Cuban; Cyprus Cypriot; Czechia Czech; Denmark Danish;
Djibouti Djiboutian; Ecuador Ecuadorian; Egypt Egyptian; England English; Eritrea Eritrean;
Estonia Estonian; Ethiopia Ethiopian; Europe European; Fiji Fijian; Finland Finnish;
Flanders Flemish; Florida Floridian; France French; Gabon Gabonese; Gambia Gambian; Gaza Gazan;
Georgia Georgian; Germany German; Ghana Ghanaian; Gibraltar Gibraltarian; Greece Greek;
Grenada Grenadian; Guatemala Guatemalan; Guinea Guinean;
Guyana Guyanese; Haiti Haitian; Hawaii Hawaiian; Honduras Honduran; Hungary Hungarian;
India Indian; Indonesia Indonesian; Iran Iranian; Iraq Iraqi;
Ireland Irish; Israel Israeli; Italy Italian; Jamaica Jamaican; Japan Japanese; Jordan Jordanian;
Kashmir Kashmiri; Kazakhstan Kazakh Kazakhstani; Kenya Kenyan; Korea Korean; Kosovo Kosovar;
Kurdistan Kurdish Kurd; Kuwait Kuwaiti; Kyrgyzstan Kyrgyz; Laos Laotian; Latvia Latvian;
Lebanon Lebanese; Liberia Liberian; Libya Libyan;
Lithuania Lithuanian; Luxembourg Luxembourgish; Macedonia Macedonian;
Madagascar Malagasy; Malawi Malawian; Malaysia Malaysian; Maldives Maldivian; Mali Malian;
Malta Maltese; Mauritania Mauritanian; Mauritius Mauritian; Mexico Mexican; Micronesia Micronesian;
Moldova Moldovan; Mongolia Mongolian; Montenegro Montenegrin; Morocco Moroccan;
Mozambique Mozambican; Myanmar Burmese; Namibia Namibian; Nauru Nauruan; Nepal Nepali Nepalese;
Netherlands Dutch; Nicaragua Nicaraguan; Niger Nigerien; Nigeria Nigerian;
Norway Norwegian; Oman Omani; Pakistan Pakistani; Palau Palauan; Palestine Palestinian;
Panama Panamanian; Paraguay Paraguayan; Peru Peruvian; Philippines Filipino;
Poland Polish; Portugal Portuguese; Prussia Prussian; Qatar Qatari; Romania Romanian;
Russia Russian; Rwanda Rwandan; Samoa Samoan; Sardinia Sardinian;
Scandinavia Scandinavian; Scotland Scottish; Senegal Senegalese; Serbia Serbian; Siberia Siberian;
Sicily Sicilian; Singapore Singaporean; Slovakia Slovak Slovakian; Slovenia Slovene Slovenian;
Somalia Somali; Spain Spanish Spaniard; Sudan Sudanese; Suriname Surinamese; Sweden Swedish;
Switzerland Swiss; Syria Syrian; Taiwan Taiwanese; Tajikistan Tajik; Tanzania Tanzanian;
Tasmania Tasmanian; Texas Texan; Thailand Thai; Tibet Tibetan; Togo Togolese; Tonga Tongan;
Tunisia Tunisian; Turkey Turkish Türkiye; Turkmenistan Turkmen; Tuscany Tuscan; Tyrol Tyrolean;
Uganda Ugandan; Ukraine Ukrainian; Uruguay Uruguayan; Uzbekistan Uzbek; Vanuatu Vanuatuan;
Venezuela Venezuelan; Vietnam Vietnamese; Wales Welsh; Yemen Yemeni; Zambia Zambian;
Zimbabwe Zimbabwean
"""

COUNTRIES: Final[dict[str, tuple[str, ...]]] = {
    names[0]: tuple(names[1:]) for names in (each.split() for each in _TABLE.split(";"))
}
"""The other words for each country or region: ``{"Bolivia": ("Bolivian",), …}``."""
