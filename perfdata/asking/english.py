"""English as typed: words that carry no subject, contractions, and endings taken off so that forms meet."""

from __future__ import annotations

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTRACTIONS = {
    "whats": "what is",
    "what's": "what is",
    "wats": "what is",
    "wots": "what is",
    "wahts": "what is",
    "hows": "how is",
    "how's": "how is",
    "hw": "how",
    "whens": "when is",
    "when's": "when is",
    "whos": "who is",
    "who's": "who is",
    "wheres": "where is",
    "where's": "where is",
    "isnt": "is not",
    "isn't": "is not",
    "wasnt": "was not",
    "wasn't": "was not",
    "arent": "are not",
    "aren't": "are not",
    "hasnt": "has not",
    "hasn't": "has not",
    "havent": "have not",
    "haven't": "have not",
    "dont": "do not",
    "don't": "do not",
    "didnt": "did not",
    "didn't": "did not",
    "doesnt": "does not",
    "doesn't": "does not",
    "wont": "will not",
    "won't": "will not",
    "werent": "were not",
    "weren't": "were not",
    "cant": "can not",
    "can't": "can not",
    "ive": "i have",
    "i've": "i have",
    "im": "i am",
    "i'm": "i am",
    "pls": "please",
    "plz": "please",
    "ppl": "people",
    "kids": "children",
    "kid": "child",
    "u": "you",
    "r": "are",
    "yr": "year",
    "yrs": "years",
    "mth": "month",
    "mths": "months",
    "qtr": "quarter",
    "avg": "average",
    "std": "standard",
    "figs": "figures",
    "v": "versus",
    "vs": "versus",
    "apps": "applications",
    "certs": "certificates",
    "cert": "certificate",
    "incl": "including",
    "excl": "excluding",
    "approx": "about",
    "govt": "government",
    "mgmt": "management",
    "wil": "will",
    "teh": "the",
    "wk": "week",
    "wks": "weeks",
    "nr": "number",
    "gimme": "give me",
    "gonna": "going to",
    "tmp": "temporary",
    "weve": "we have",
    "we've": "we have",
    "theyre": "they are",
    "they're": "they are",
    "thats": "that is",
    "that's": "that is",
    "cos": "because",
    "temp": "temporary",
    "accom": "accommodation",
    "sept": "september",
    "aint": "is not",
    "ain't": "is not",
    "owt": "anything",
    "nowt": "nothing",
    "summat": "something",
    "wi": "with",
    "wiv": "with",
    "mony": "many",
    "bairns": "children",
    "bairn": "child",
    "biz": "business",
    "coz": "because",
    "n": "and",
    "t": "the",
    "ur": "your",
    "tho": "though",
}
"""What people write for short, and what it stands for."""

FUNCTION_WORDS = _words(
    """
    a about actually after again same all also always am an and any anything anyone are as at away back be been
    being bit both but by can come could currently did do does doing done down each either else enough ever
    every everyone everything exactly far few for from get gets getting give go goes going gone good got great
    had happening has have having he hello owned her here hey hi him his how i if in into is it its itself just keep
    know let like little look looking looks lot lots make many may me measure measures moment more most much my
    near never no not now of off ok okay on one ones only or our ours out over please put quite really right say
    score see shall she should show so some someone something soon still such sure take tell than thank thanks
    that the their them then there these they thing things this those though through to today together too two
    under up us use used versus against late running very want was we well were what when where whether which while
    who whom whose why will with would yes yet you your bad badly better best worse worst quick quickly fast slow
    time times amount
    amounts number numbers total totals rate rates percentage percent per cent level levels figure figures stat
    stats statistics data latest recent recently current performance performing perform performed indicator
    indicators kpi kpis result update news scores status position situation picture overall council councils
    city borough town county authority local area areas people person persons resident residents proportion
    share timeliness timely long short big small high low higher lower need needs needing says said decent state
    fine happened happens ago since until between during within coming comes came think thought believe terrible
    awful horrible dreadful amazing brilliant stuck hear heard wonder wondering interested curious cheers folks
    question questions ask asking wanted trust trusted reliable accurate final problem problems issue issues
    above average ever last
    """
)
"""Words that alone say nothing of what is asked about."""

CONNECTORS = _words("a an and are at be by do for from in is of on or our the their to was we were with your")
"""Words that a phrase may be said with or without."""

TELLING_APART = _words("average last short long first same right under over high low running")
"""Function words that tell neighbours apart: the measure whose title has them is likelier meant."""

QUALIFIERS = _words(
    """
    additional age aged allowed allows anti automatic available availability awaiting built business businesses cases
    calendar changes checked cleared condition contact dangerous date day days defects delivered desired development
    direct dry due early eligible employee empty ended entering estate except exceptions excluding including expected
    feel filled first fit force found four full funded gap handed hold hours identified initial inspected issued
    job jobs known later law leave leaving lost made main major mean means meant meet meeting meetings met
    minor minute minutes month monthly months multi net new non old older olds open other others own paid past
    permanent placed planted post posts primary principal process programme project providers
    public quarter quarters rated reach reaching repeat report reported reports resolved return risk routine
    spend spending spent
    safe satisfactory schedule scheduled second secondary seconds secure secured seriously served service services
    birth births capital settled single site sites six stage staff statutory subject subjects successful successfully
    suitable taking term third
    three timescale unclassified unit units valid validate visited visitor week weeks work worker workers
    working works year yearly years action actions plan plans living reading writing monitored counters rounds
    removals outcomes packages incidents requests interviews annual
    """
)
"""Words of titles that qualify a subject and are none: without another word they do not choose a measure."""

HOW_MANY = frozenset({"number", "numbers", "many"})
"""Words that ask for a count rather than a share."""

HOW_LONG = re.compile(r"\bhow (?:long|quickly|quick|fast|slow|soon|many (?:days|weeks|hours|minutes|seconds))\b")
"""Words that ask for a length of time."""

TIME_UNITS = _words("days weeks months hours minutes seconds day week month hour minute second time wait")
"""Words of measures that are a length of time."""


_IRREGULAR = {"children": "child", "news": "news"}
"""Words whose ending is none: `news` is no plural of `new`."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without the ending of its plural, past or -ing form, so that its forms meet; never below four letters.

    It is no dictionary: it need only do the same to a question as to a title.
    """
    if len(word) <= 3 or not word.isascii():
        return word
    if (irregular := _IRREGULAR.get(word)) is not None:
        return irregular
    if word.endswith("ly") and len(word) > 7:
        word = word[:-2]
    if word.endswith("nce") and len(word) > 6:
        return word[:-2] + "t"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ations", "ation", "ings", "ing", "ions", "ion", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 5:
            word = word[: -len(ending)]
            break
    if word.endswith("e") and len(word) > 5:
        word = word[:-1]
    return word
