package graph

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
)

func TestExpectedKeysAreReadTogether(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var asked [][]int
	double := &loader[int, int]{fetch: func(_ context.Context, keys []int) (map[int]int, error) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, slices.Clone(keys))
		m := map[int]int{}
		for _, k := range keys {
			if k%7 != 0 {
				m[k] = 2 * k
			}
		}
		return m, nil
	}}
	var told map[int]int
	double.then = func(m map[int]int) {
		mu.Lock()
		defer mu.Unlock()
		told = m
	}
	double.expect(1, 2, 3, 7)
	double.expect(3, 4)
	var wg sync.WaitGroup
	for k := 1; k <= 4; k++ {
		wg.Go(func() {
			if v, found, err := double.load(t.Context(), k); v != 2*k || !found || err != nil {
				t.Errorf("load(%d) = %d, %v, %v", k, v, found, err)
			}
		})
	}
	wg.Wait()
	if _, found, _ := double.load(t.Context(), 7); found {
		t.Error("a key without a value is found")
	}
	if _, _, err := double.load(t.Context(), 9); err != nil || told[9] != 18 {
		t.Errorf("a key that nobody expected: %v, %v", told, err)
	}
	slices.SortFunc(asked, slices.Compare)
	if want := [][]int{{1, 2, 3, 7}, {4}, {9}}; !slices.EqualFunc(asked, want, slices.Equal) {
		t.Errorf("asked %v, want %v", asked, want)
	}
}

func TestOneFailureIsEverybodys(t *testing.T) {
	t.Parallel()
	away := errors.New("away")
	calls := 0
	l := &loader[int, int]{
		fetch: func(context.Context, []int) (map[int]int, error) { calls++; return nil, away },
		then:  func(map[int]int) { t.Error("a failed read tells other loaders") },
	}
	l.expect(1, 2)
	for k := 1; k <= 2; k++ {
		if _, _, err := l.load(t.Context(), k); !errors.Is(err, away) {
			t.Errorf("load(%d): %v", k, err)
		}
	}
	if calls != 1 {
		t.Errorf("%d reads", calls)
	}
}
