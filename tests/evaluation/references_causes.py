"""Why segments are missed or spurious the slow way: one mask at a time, as the definition reads."""

from itertools import product

import numpy as np


class Masks:
    """One picture; segments are (id, category_id, iscrowd), in the order of a file."""

    def __init__(self, truth_map, truth_segments, guess_map, guess_segments):
        self.void = truth_map == 0
        self.truth = {t: (truth_map == t, category) for t, category, crowd in sorted(truth_segments) if not crowd}
        self.crowds = [(truth_map == t, category) for t, category, crowd in truth_segments if crowd]
        self.guess = {g: (guess_map == g, category) for g, category, _ in sorted(guess_segments)}
        self.matched = {(t, g) for t, g in product(self.truth, self.guess) if self.alike(t, g) and self.iou(t, g) > 0.5}
        self.excused = {g for g in self.guess if self.is_excused(g)}

    def alike(self, t, g):
        return self.truth[t][1] == self.guess[g][1]

    def shared(self, t, g):
        return int((self.truth[t][0] & self.guess[g][0]).sum())

    def seen(self, g):
        return int((self.guess[g][0] & ~self.void).sum())

    def iou(self, t, g, without=False):
        guess = self.guess[g][0] & ~self.void & ~np.asarray(without)
        return self.shared(t, g) / max(int((self.truth[t][0] | guess).sum()), 1)

    def is_excused(self, g):
        mask, category = self.guess[g]
        last = [crowd for crowd, other in self.crowds if other == category][-1:]
        ignored = np.any([self.void, *last], axis=0)
        return not any(g == other for _, other in self.matched) and (mask & ignored).sum() > mask.sum() / 2

    def truth_inside(self, t, g):
        return self.alike(t, g) and self.shared(t, g) > self.truth[t][0].sum() / 2

    def guess_inside(self, t, g):
        return self.alike(t, g) and self.shared(t, g) > self.seen(g) / 2

    def is_merged(self, g):
        """Whether several truth segments lie in a guess, and match it together."""
        inside = [t for t in self.truth if self.truth_inside(t, g)]
        together = np.any([self.truth[t][0] for t in inside] or [self.void & False], axis=0)
        guess = self.guess[g][0] & ~self.void
        return len(inside) > 1 and (together & guess).sum() > (together | guess).sum() / 2

    def is_split(self, t):
        """Whether several guesses lie in a truth segment, and match it together."""
        inside = [g for g in self.guess if self.guess_inside(t, g)]
        together = np.any([self.guess[g][0] & ~self.void for g in inside] or [self.void & False], axis=0)
        truth = self.truth[t][0]
        return len(inside) > 1 and (together & truth).sum() > (together | truth).sum() / 2

    def lost_to_crowds(self, t, g):
        crowds = [self.void & False, *(mask for mask, other in self.crowds if other == self.guess[g][1])]
        return self.alike(t, g) and self.iou(t, g) <= 0.5 < self.iou(t, g, without=np.any(crowds, axis=0))

    def near(self, t, g):
        free = all(t != one and g != other for one, other in self.matched)
        return free and self.alike(t, g) and self.iou(t, g) > 0.1

    def why_missed(self, t):
        guesses = list(self.guess)
        if any(not self.alike(t, g) and self.iou(t, g) > 0.5 for g in guesses):
            return "wrong_class"
        if any(self.lost_to_crowds(t, g) or (self.truth_inside(t, g) and g in self.excused) for g in guesses):
            return "void"
        if any(self.truth_inside(t, g) and self.is_merged(g) for g in guesses):
            return "merged"
        if self.is_split(t):
            return "split"
        return "boundary" if any(self.near(t, g) for g in guesses) else "missed"

    def why_spurious(self, g):
        mask, truths = self.guess[g][0], list(self.truth)
        if any(not self.alike(t, g) and self.iou(t, g) > 0.5 for t in truths):
            return "wrong_class"
        unjudged = np.any([self.void, *(crowd for crowd, _ in self.crowds)], axis=0)
        if any(self.lost_to_crowds(t, g) for t in truths) or (mask & unjudged).sum() > mask.sum() / 2:
            return "void"
        if self.is_merged(g):
            return "merged"
        if any(self.guess_inside(t, g) and self.is_split(t) for t in truths):
            return "split"
        return "boundary" if any(self.near(t, g) for t in truths) else "spurious"

    def causes(self):
        """The cause of each missed truth id, and of each spurious guess id."""
        found = [{one for one, _ in self.matched}, {other for _, other in self.matched}]
        return (
            {t: self.why_missed(t) for t in self.truth if t not in found[0]},
            {g: self.why_spurious(g) for g in self.guess if g not in found[1] and g not in self.excused},
        )
