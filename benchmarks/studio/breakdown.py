"""The demo's breakdown by program against that by hand: by category, method, corrections.

The gold was made before the tagger (the history shows it), by the same person. All of it has been
learned from since, so that the demo is weighed by what was learned without the scene at hand
(five parts); its second half, once held out, was read too. What nobody looked at are scenes 20 to
39 of Big Fish (``breakdown_two``).

What corrections teach is measured as a production meets it: with weights that have learned nothing
of the script (``uncorrected``). With weights that have learned of the very scenes that are being
corrected (``seen_before``) there is nothing left to teach; that is reported as well.
"""

import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from statistics import fmean

import numpy as np

from benchmarks.material import PROJECT, sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from benchmarks.studio.breakdown_agreement import Agreement, Item, agreement, gold, items_of
from benchmarks.studio.breakdown_learning import LeavingOut, examples, learn
from benchmarks.studio.breakdown_lessons import CORRECTIONS, Taught, taught_on_others
from benchmarks.studio.breakdown_pages import on_pages, pages, taught_on_pages
from benchmarks.studio.breakdown_two import annotations, held_out, two_annotators
from matinee.assembly.studio_joints import LEXICON
from matinee.media.text_embedding.encoder import TextEncoder
from matinee.studio.analysis import Analysis, analyse
from matinee.studio.breakdown.kinds import kinds
from matinee.studio.breakdown.lexicon import lexicon
from matinee.studio.breakdown.meaning import Meaning
from matinee.studio.breakdown.model import Breakdown, Duty
from matinee.studio.breakdown.natures import learned
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.breakdown.weighing import Weighing
from matinee.studio.scene_rows import scene_rows
from matinee.studio.story.shape import story_of


def run(quick: bool) -> Outcome:
    """``quick``: the same, with fewer draws of corrections."""
    script = files("matinee.demo.screenplay").joinpath("low_water.fountain")
    analysis = analyse(script.read_bytes(), name="low_water.fountain")
    wanted, duties = gold()
    meaning = Meaning(TextEncoder(threads=1), lexicon().meanings, learned()[1])
    numbers = [facts.scene.number for facts in analysis.structure.scenes]
    known = examples()
    weighing = LeavingOut(kinds(LEXICON), known, "low_water.fountain", numbers)
    tagger = Tagger(meaning, weighing)
    figures: dict[str, Figure] = {
        "scenes": len(analysis.structure.scenes),
        "gold_elements": len(wanted),
    }
    started = time.process_time()
    found = tagger.breakdown(analysis.script, analysis.structure)
    figures["seconds"] = round(time.process_time() - started, 2)
    items = items_of(found, analysis.structure)
    for category, told in agreement(items, wanted).items():
        figures |= _told("all" if category is None else category.key, told)
    figures |= _without(analysis, meaning, weighing, wanted)
    figures |= _duties(found, analysis, duties)
    draws = 2 if quick else 8

    @cache
    def without(name: str) -> Tagger:
        unseen = learn([one for one in known if one.script != name])
        return Tagger(meaning, Weighing(kinds(LEXICON), unseen))

    taught = without("low_water.fountain")
    figures |= {
        "corrections": CORRECTIONS,
        **_named("uncorrected", taught_on_others(analysis, taught, wanted, numbers, draws=draws)),
        **_named("seen_before", taught_on_others(analysis, tagger, wanted, numbers, draws=draws)),
    }
    whole = Tagger(meaning, Weighing(kinds(LEXICON)))
    figures |= _big_fish(whole)
    figures |= two_annotators(whole)
    figures |= on_pages(without)
    figures |= _named("pages_uncorrected", taught_on_pages(without, draws=draws))
    figures |= _taught_in_a_feature(whole, draws=draws)
    folder = PROJECT / "src" / "matinee" / "demo" / "screenplay"
    data = sha256_of(
        folder / "low_water.fountain", folder / "low_water_breakdown.json", *annotations(), *pages()
    )
    return Outcome(figures, {}, data)


def _big_fish(tagger: Tagger) -> dict[str, Figure]:
    """A feature from its PDF to its breakdown, effects and story, in processor time."""
    path = shared("screenplays") / "samples" / "Big-Fish.pdf"
    data = path.read_bytes()
    started = time.process_time()
    analysis = analyse(data, name=path.name)
    read = time.process_time() - started
    found = tagger.breakdown(analysis.script, analysis.structure)
    rows = scene_rows(analysis.structure, found)
    story_of(analysis, rows)
    return {
        "big_fish_pdf_read_seconds": round(read, 2),
        "big_fish_wholly_analysed_seconds": round(time.process_time() - started, 2),
        "big_fish_elements": len(found.elements),
        "big_fish_duties": len(found.flags),
    }


def _told(name: str, told: Agreement) -> dict[str, Figure]:
    return {
        f"{name}_precision": round(told.precision, 3),
        f"{name}_recall": round(told.recall, 3),
        f"{name}_f1": round(told.f1, 3),
        f"{name}_gold": told.both + told.missed,
    }


def _without(
    analysis: Analysis, meaning: Meaning, weighing: Weighing, wanted: Sequence[Item]
) -> dict[str, Figure]:
    """F1 over all, with each method left out."""
    taggers = {
        "without_examples_f1": Tagger(meaning),
        "without_embedding_f1": Tagger(None, weighing),
        "without_grammar_f1": Tagger(meaning, weighing, use_grammar=False),
        "without_lexicon_f1": Tagger(meaning, weighing, use_lexicon=False),
        "lexicon_alone_f1": Tagger(None, use_grammar=False),
    }
    return {
        name: round(agreement(_items(tagger, analysis), wanted)[None].f1, 3)
        for name, tagger in taggers.items()
    }


def _items(tagger: Tagger, analysis: Analysis) -> tuple[Item, ...]:
    found = tagger.breakdown(analysis.script, analysis.structure)
    return items_of(found, analysis.structure)


def _duties(
    found: Breakdown, analysis: Analysis, wanted: Mapping[str, frozenset[str]]
) -> dict[str, Figure]:
    """Flags by scene: how many right, too many, missed."""
    numbers = [facts.scene.number for facts in analysis.structure.scenes]
    flagged = {(numbers[flag.scene], flag.duty.value) for flag in found.flags}
    right = {(scene, duty) for scene, duties in wanted.items() for duty in duties}
    told = Agreement(len(flagged & right), len(flagged - right), len(right - flagged))
    figures = _told("duties", told)
    for duty in Duty:
        missed = sum(duty.value == one for _, one in right - flagged)
        of_all = sum(duty.value == one for _, one in right)
        figures[f"duty_{duty.name.lower()}_missed"] = f"{missed} of {of_all}"
    return figures


def _taught_in_a_feature(tagger: Tagger, *, draws: int) -> dict[str, Figure]:
    """The same on the scenes of a feature that nobody looked at, with each annotator's breakdown.

    Half as many corrections, since there are 20 scenes; means over both annotators.
    """
    path = shared("screenplays") / "samples" / "Big-Fish.fountain"
    analysis = analyse(path.read_bytes(), name=path.name)
    outcomes = [
        taught_on_others(analysis, tagger, items, scenes, draws=draws, corrections=CORRECTIONS // 2)
        for items, scenes in held_out(path.name)
    ]
    return _named("big_fish_uncorrected", [each for one in outcomes for each in one])


def _named(name: str, told: Sequence[Taught]) -> dict[str, Figure]:
    """Means over draws, in how many of them F1 rose, and 95% of the mean difference by bootstrap.

    The interval tells of which scenes are corrected; the draws are of one script, not of many.
    """
    rose = sum(one.before < one.after for one in told)
    differences = np.array([one.after - one.before for one in told])
    drawn = np.random.default_rng(0).choice(differences, (2000, len(told))).mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return {
        f"{name}_after_scenes_corrected": round(fmean(one.scenes for one in told), 1),
        f"{name}_scenes_f1_before": round(fmean(one.before for one in told), 4),
        f"{name}_scenes_f1_after": round(fmean(one.after for one in told), 4),
        f"{name}_draws_in_which_f1_rose": f"{rose} of {len(told)}",
        f"{name}_f1_difference": round(float(differences.mean()), 4),
        f"{name}_f1_difference_interval": f"{low:.4f} to {high:.4f}",
    }
