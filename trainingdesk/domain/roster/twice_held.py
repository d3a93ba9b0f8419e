"""Posts that only one person can hold and that several do, as after two units became one (两个局长)."""

from collections.abc import Iterable, Mapping, Sequence

from trainingdesk.domain.roster.leading import Lead, lead_here, posts_in, title_in


def twice_held(people: Iterable[tuple[str, str, str]]) -> Mapping[str, Sequence[str]]:
    """Return the titles of heads (正职) that several people bear, each with their names in the order given.

    ``people`` are name, post in words and the full name of the unit it is of.
    """
    held: dict[str, list[str]] = {}
    for name, post, unit in people:
        for title in dict.fromkeys(
            title_in(one) for one in posts_in(post) if lead_here(one, unit) is Lead.HEAD
        ):
            held.setdefault(title, []).append(name)
    return {title: names for title, names in held.items() if len(names) > 1}
