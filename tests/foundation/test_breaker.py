from matinee.foundation.breaker import FAULTS, LONGEST, SHORTEST, Breaker


class Ticks:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def failed(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        assert breaker.lets_through()
        breaker.failed()


def test_a_buyer_rests_after_faults_in_a_row_and_one_question_ends_the_rest() -> None:
    ticks = Ticks()
    breaker = Breaker(ticks)
    failed(breaker, FAULTS - 1)
    breaker.went_well()
    failed(breaker, FAULTS)
    assert not breaker.lets_through()
    ticks.now = SHORTEST
    assert breaker.lets_through()
    assert not breaker.lets_through()  # while one is under way
    breaker.went_well()
    assert breaker.lets_through()


def test_each_failed_trial_doubles_the_rest_up_to_a_limit() -> None:
    ticks = Ticks()
    breaker = Breaker(ticks)
    failed(breaker, FAULTS)
    rest = SHORTEST
    for _ in range(10):
        ticks.now += rest - 0.5
        assert not breaker.lets_through()
        ticks.now += 0.5
        failed(breaker, 1)
        rest = min(2 * rest, LONGEST)
    assert rest == LONGEST
