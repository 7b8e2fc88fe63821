"""Why a name was found for what was typed: from the letters alone."""

from collections.abc import Sequence

from matinee.discover.spelling.forms import WIDTH, forms_of, typed_forms
from matinee.vocabulary.wording import Wording


def reason_for(query: str, names: Sequence[str], form: bytes | None, slips: int) -> Wording:
    """The sentence for an entry known by ``names``, found by ``form`` with so many slips.

    ``form`` is None where the query's words stand in the name in another order.
    """
    typed = {"typed": " ".join(query.split())}
    if form is None:
        return Wording("Its name has the words “{typed}”.", typed)
    if slips:
        one, more = "One slip away from “{typed}”.", "Two slips away from “{typed}”."
        return Wording(one if slips == 1 else more, typed)
    named = next((name for name in names if _has(name, form)), names[0])
    if named != names[0]:
        return Wording("Also known as {name}.", {"name": named})
    return _by_its_name(named, query, form, typed)


def _by_its_name(name: str, query: str, form: bytes, typed: dict[str, str]) -> Wording:
    heads, asked = _heads(name), typed_forms(query)
    if form in asked and form in heads and len(form) < WIDTH:
        return Wording("Its name is “{typed}”.", typed)
    if any(head.startswith(letters) for head in heads for letters in asked):
        return Wording("Its name begins with “{typed}”.", typed)
    return Wording("A word of its name begins with “{typed}”.", typed)


def _has(name: str, form: bytes) -> bool:
    return any(known.letters == form for known in forms_of(name))


def _heads(name: str) -> set[bytes]:
    """The forms of a name from its head: with its article and without."""
    return {known.letters for known in forms_of(name) if not known.surprise}
