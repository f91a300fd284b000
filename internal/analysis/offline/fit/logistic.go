package main

import (
	"math"

	"dossier/internal/analysis/offline"
)

// example is one passage with what it should be.
type example struct {
	features offline.Vector
	yes      bool
	// group is the dossier that it comes from.
	group int
}

const (
	steps     = 12
	smallStep = 1e-6
)

// logistic fits a bias and weights by Newton's method with a penalty on the
// squares of the weights, which keeps them small where the examples are few.
func logistic(examples []example, features int, penalty float64) ([]float64, float64) {
	examples, used := compact(examples, features)
	small, bias := newton(examples, len(used), penalty)
	w := make([]float64, features)
	for i, f := range used {
		w[f] = small[i]
	}
	return w, bias
}

// compact renumbers the features so that those which no example has are left
// out, and returns what each new number stood for.
func compact(examples []example, features int) ([]example, []int) {
	number := make([]int, features)
	var used []int
	out := make([]example, len(examples))
	for i, e := range examples {
		v := make(offline.Vector, len(e.features))
		for k, f := range e.features {
			if number[f.Feature] == 0 {
				used = append(used, f.Feature)
				number[f.Feature] = len(used)
			}
			v[k] = offline.Entry{Feature: number[f.Feature] - 1, Value: f.Value}
		}
		out[i] = example{features: v, yes: e.yes, group: e.group}
	}
	return out, used
}

func newton(examples []example, features int, penalty float64) ([]float64, float64) {
	n := features + 1
	w := make([]float64, n)
	for range steps {
		gradient := make([]float64, n)
		hessian := make([][]float64, n)
		for i := range hessian {
			hessian[i] = make([]float64, n)
		}
		for _, e := range examples {
			p := 1 / (1 + math.Exp(-dot(w, e.features, features)))
			y := 0.0
			if e.yes {
				y = 1
			}
			accumulate(gradient, hessian, e.features, features, p-y, p*(1-p))
		}
		for i := range features {
			gradient[i] += penalty * w[i]
			hessian[i][i] += penalty
		}
		hessian[features][features] += smallStep
		step := solve(hessian, gradient)
		largest := 0.0
		for i := range w {
			w[i] -= step[i]
			largest = max(largest, math.Abs(step[i]))
		}
		if largest < smallStep {
			break
		}
	}
	return w[:features], w[features]
}

func dot(w []float64, v offline.Vector, bias int) float64 {
	sum := w[bias]
	for _, e := range v {
		sum += w[e.Feature] * float64(e.Value) / offline.One
	}
	return sum
}

func accumulate(gradient []float64, hessian [][]float64, v offline.Vector, bias int, slope, bend float64) {
	gradient[bias] += slope
	hessian[bias][bias] += bend
	for _, a := range v {
		x := float64(a.Value) / offline.One
		gradient[a.Feature] += slope * x
		hessian[a.Feature][bias] += bend * x
		hessian[bias][a.Feature] += bend * x
		for _, b := range v {
			hessian[a.Feature][b.Feature] += bend * x * float64(b.Value) / offline.One
		}
	}
}

// solve solves a symmetric, positive definite system by Cholesky's method.
func solve(m [][]float64, b []float64) []float64 {
	n := len(b)
	for j := range n {
		for k := range j {
			m[j][j] -= m[j][k] * m[j][k]
		}
		m[j][j] = math.Sqrt(max(m[j][j], smallStep))
		for i := j + 1; i < n; i++ {
			for k := range j {
				m[i][j] -= m[i][k] * m[j][k]
			}
			m[i][j] /= m[j][j]
		}
	}
	x := make([]float64, n)
	for i := range n {
		x[i] = b[i]
		for k := range i {
			x[i] -= m[i][k] * x[k]
		}
		x[i] /= m[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= m[k][i] * x[k]
		}
		x[i] /= m[i][i]
	}
	return x
}
