package standing

// measureOf finds a measure by its name.
func measureOf(name string) (measure, bool) {
	m, ok := map[string]measure{}[name]
	return m, ok
}
