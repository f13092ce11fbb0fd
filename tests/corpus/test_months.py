"""The names of months and days are those of the Unicode CLDR."""

from babel import Locale

from pincite.corpus.metadata.months import LANGUAGES, is_weekday, month_number


def test_every_cldr_month_name_is_known() -> None:
    for language in LANGUAGES:
        months = Locale(language).months
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[use][width].items():
                    bare = name.strip(" .").removeprefix("de ").removeprefix("d’")
                    assert month_number(bare) == number, (language, name)


def test_every_cldr_weekday_name_is_known() -> None:
    for language in LANGUAGES:
        for name in Locale(language).days["format"]["wide"].values():
            assert is_weekday(name), (language, name)


def test_other_words_are_not_months_or_weekdays() -> None:
    for word in ("", "people", "chapter", "v2", "3"):
        assert month_number(word) is None
        assert not is_weekday(word)
