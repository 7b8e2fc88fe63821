from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")

import torch
from torch.nn import functional

from matinee.errors import Invalid
from matinee.recommend.histories import Histories
from matinee.recommend.sequence.loss import NextTitle
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.network import SequenceNetwork
from matinee.recommend.sequence.training import Pass, Training
from matinee.recommend.sequence.windows import batches, padded, shifted_windows

ITEMS = 12
SMALL = Shape(width=16, heads=2, blocks=1, length=8)
QUICK = Course(epochs=6, tokens=64, rate=1e-2, warm_steps=5, dropout=0.0, forget=0.0)


def circling(members: int = 40, length: int = 9) -> Histories:
    """Each member goes round the titles in one order, from a place of their own."""
    rows = np.repeat(np.arange(members), length)
    items = (rows + np.tile(np.arange(length), members)) % ITEMS
    return Histories.of(rows, items, member_count=members, item_count=ITEMS)


def facts() -> np.ndarray:
    return np.eye(ITEMS, 3, dtype=np.float32)


def test_it_learns_which_title_follows_which() -> None:
    histories = circling()
    scorer = Training(histories, facts(), SMALL, QUICK).run()
    asked = histories.without_last(1)
    scores = scorer.score(asked)
    scores[asked.members, asked.items] = -np.inf
    guessed = scores.argmax(1)
    assert (guessed == histories.last).mean() > 0.95


def test_what_comes_later_does_not_change_what_was_known_before() -> None:
    network = SequenceNetwork(SMALL, ITEMS, torch.from_numpy(facts()), 0.0).eval()
    items = torch.tensor([[1, 2, 3, 4, 5]])
    other = torch.tensor([[1, 2, 3, 9, 8]])
    with torch.inference_mode():
        titles = network.titles()
        assert torch.allclose(
            network(items, titles)[:, :3], network(other, titles)[:, :3], atol=1e-6
        )


def test_padding_changes_no_score() -> None:
    scorer = Training(circling(), facts(), SMALL, QUICK).scorer()
    alone = Histories.of(np.zeros(3, int), np.array([4, 5, 6]), member_count=1, item_count=ITEMS)
    beside = Histories.of(
        np.array([0, 0, 0, 1, 1, 1, 1, 1, 1]),
        np.array([4, 5, 6, 1, 2, 3, 4, 5, 6]),
        member_count=2,
        item_count=ITEMS,
    )
    assert scorer.score(alone)[0] == pytest.approx(scorer.score(beside)[0], abs=1e-5)


def test_a_member_without_a_history_gets_what_is_watched_most() -> None:
    histories = Histories.of(
        np.array([0, 0, 0, 1, 1]), np.array([3, 2, 3, 3, 1]), member_count=3, item_count=ITEMS
    )
    assert Training(histories, facts(), SMALL, QUICK).scorer().score(histories)[2].argmax() == 3


def test_a_course_taken_up_again_ends_where_the_whole_one_ends(tmp_path: Path) -> None:
    histories, file = circling(), tmp_path / "course.pt"
    course = Course(epochs=4, tokens=64, rate=1e-2, warm_steps=5)
    whole = Training(histories, facts(), SMALL, course).run().score(histories)

    class Killed(Exception):
        pass

    def kill(done: Pass, _scorer: object) -> None:
        if done.number == 2:
            raise Killed

    with pytest.raises(Killed):
        Training(histories, facts(), SMALL, course, file).run(kill)
    again = Training(histories, facts(), SMALL, course, file)
    passes: list[int] = []
    scores = again.run(lambda done, _: passes.append(done.number)).score(histories)
    assert passes == [3, 4]
    assert np.array_equal(scores, whole)


def test_a_checkpoint_of_another_course_is_refused(tmp_path: Path) -> None:
    histories, file = circling(), tmp_path / "course.pt"
    Training(histories, facts(), SMALL, QUICK, file).run()
    with pytest.raises(Invalid, match="another course"):
        Training(histories, facts(), SMALL, Course(seed=2), file)


def test_every_event_but_the_first_is_a_target_once() -> None:
    random = np.random.default_rng(5)
    histories = circling(members=7, length=40)
    starts, ends = shifted_windows(histories, 8, random)
    targets = np.concatenate([np.arange(s + 1, e) for s, e in zip(starts, ends, strict=True)])
    firsts = set(histories.offsets[:-1].tolist())
    assert sorted(targets.tolist()) == [p for p in range(len(histories.items)) if p not in firsts]
    assert ((ends - starts) <= 9).all()


def test_a_pass_holds_every_window_and_keeps_to_the_size_of_a_batch() -> None:
    random = np.random.default_rng(5)
    made = list(batches(circling(), 8, 64, random))
    assert sum(len(batch) for batch in made) == 40
    assert all(batch[:, 1:].size <= 64 for batch in made)


def test_stretches_stand_at_the_left() -> None:
    items = np.arange(10, dtype=np.int32)
    assert padded(items, np.array([0, 5]), np.array([3, 7])).tolist() == [[0, 1, 2], [5, 6, -1]]


def test_the_loss_and_its_gradient_are_those_of_the_whole_softmax() -> None:
    torch.manual_seed(3)
    states = torch.randn(6, 5, 4, requires_grad=True)
    titles = torch.randn(ITEMS, 4, requires_grad=True)
    bias = torch.randn(ITEMS, requires_grad=True)
    past = torch.randint(0, ITEMS, (6, 5))
    asked = torch.randint(0, ITEMS, (6, 5))
    seen = torch.zeros(6, 5, ITEMS, dtype=torch.bool)
    for place in range(5):
        for earlier in range(place + 1):
            seen[torch.arange(6), place, past[:, earlier]] = True
    asked = torch.where(seen.gather(2, asked[..., None])[..., 0], -1, asked)
    logits = (states @ titles.T + bias).masked_fill(seen, -1e4)
    whole = functional.cross_entropy(logits[asked >= 0], asked[asked >= 0])
    expected = torch.autograd.grad(whole, (states, titles, bias))
    loss = NextTitle.apply(states, titles, bias, asked, past, torch.float32)
    found = torch.autograd.grad(loss, (states, titles, bias))
    assert loss.item() == pytest.approx(whole.item(), abs=1e-5)
    for ours, theirs in zip(found, expected, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-6)


def test_a_title_watched_again_does_not_upset_the_course() -> None:
    again = Histories.of(
        np.zeros(6, int), np.array([1, 2, 1, 3, 1, 4]), member_count=1, item_count=ITEMS
    )
    losses: list[float] = []
    Training(again, facts(), SMALL, QUICK).run(lambda done, _: losses.append(done.loss))
    assert max(losses) < 10


def test_titles_without_facts_are_refused() -> None:
    with pytest.raises(Invalid, match="row of facts"):
        Training(circling(), facts()[:-1], SMALL, QUICK)
