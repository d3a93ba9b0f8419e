"""A unit by what it is called in short: 卫健委 is 卫生健康局, 柳林镇政府 is 柳林镇人民政府 (``data/unit_words.json``)."""

from functools import lru_cache

from trainingdesk.shared.unit_words import unit_words

#: of one word no more ways to read it are looked for
_MOST_WAYS = 8


@lru_cache(maxsize=512)
def ways_of(word: str) -> tuple[str, ...]:
    """Return how official names may hold what a typed word says in short, () where it says nothing in short.

    The last word of an organ is exchanged with the others: a district's 局 is called like the state's 委.
    """
    words = unit_words()
    found: dict[str, None] = {}
    for said, officials in words.official.items():
        # a word of one character stands in too many names to say anything alone
        if said not in word or (len(said) == 1 and not word.startswith(said)) or len(word) == 1:
            continue
        for official in officials:
            whole = word.replace(said, official, 1)
            if official in word:
                continue
            found[whole] = None
            head = next((whole.removesuffix(end) for end in words.endings if whole.endswith(end)), "")
            if head.endswith(official):
                found.update((f"{head}{end}", None) for end in words.endings)
    return tuple(found)[: _MOST_WAYS * len(words.endings)]


@lru_cache(maxsize=4096)
def other_names(name: str) -> tuple[str, ...]:
    """Return what a unit of this name is called in short besides: for lists in which what is typed is only looked for."""
    words = unit_words()
    found: dict[str, None] = {}
    for official, shorts in words.short.items():
        if official not in name:
            continue
        for short in shorts:
            called = name.replace(official, short, 1)
            found[called] = None
            head = next((called.removesuffix(end) for end in words.endings if called.endswith(end)), "")
            if head.endswith(short):
                found.update((f"{head}{end}", None) for end in words.endings)
        # of 文化广电和旅游 the row of 文化和旅游 says no more
        break
    return tuple(one for one in found if one != name)
