package standing

// figureOf finds what computes an indicator.
func figureOf(name string) (func(question) result, bool) {
	figure, ok := map[string]func(question) result{}[name]
	return figure, ok
}
