package calibrate

// agreement is how often the two of each pair agree. There is one pair at
// least.
func agreement(list [][2]int) *Agreement {
	a := &Agreement{Pairs: len(list)}
	n := float64(len(list))
	var observed, expected float64 // squared distances: of the pairs, and by chance
	for _, p := range list {
		d := p[0] - p[1]
		if d == 0 {
			a.Exact++
		}
		if -1 <= d && d <= 1 {
			a.Adjacent++
		}
		observed += float64(d * d)
	}
	var left, right [5]float64
	for _, p := range list {
		left[p[0]]++
		right[p[1]]++
	}
	for i := range left {
		for j := range right {
			expected += left[i] * right[j] * float64((i-j)*(i-j))
		}
	}
	a.Exact, a.Adjacent = a.Exact/n, a.Adjacent/n
	if expected > 0 {
		a.QuadraticKappa = new(1 - n*observed/expected)
	}
	return a
}

// pairs are all pairs among scores.
func pairs(scores []int) (list [][2]int) {
	for i, a := range scores {
		for _, b := range scores[i+1:] {
			list = append(list, [2]int{a, b})
		}
	}
	return list
}

// turned is each pair the other way round: of two members neither comes first.
func turned(list [][2]int) [][2]int {
	other := make([][2]int, len(list))
	for i, p := range list {
		other[i] = [2]int{p[1], p[0]}
	}
	return other
}
