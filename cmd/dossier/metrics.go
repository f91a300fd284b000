package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dossier/graph/wire"
	"dossier/internal/analysis"
	"dossier/internal/analysis/llm"
	"dossier/internal/notify/send"
)

// metrics is what /metrics tells. Labels never hold text that people wrote.
type metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.HistogramVec
	jobs       *prometheus.CounterVec
	jobTime    prometheus.Histogram
	reaped     prometheus.Counter
	modelCalls *prometheus.CounterVec
	tokens     *prometheus.CounterVec
	messages   *prometheus.CounterVec
}

func newMetrics(a *app) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dossier_graphql_request_seconds", Help: "GraphQL operations by name, transport and error code.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"operation", "kind", "transport", "code"}),
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_jobs_total", Help: "Runs of analyses by outcome.",
		}, []string{"outcome"}),
		jobTime: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "dossier_job_seconds", Help: "How long a run took.", Buckets: prometheus.ExponentialBuckets(.05, 2, 14),
		}),
		reaped: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "dossier_jobs_reaped_total", Help: "Runs whose worker was lost.",
		}),
		modelCalls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_model_calls_total", Help: "Calls of the language model by outcome class.",
		}, []string{"class"}),
		tokens: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_model_tokens_total", Help: "Tokens of the language model by direction.",
		}, []string{"direction"}),
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_notification_messages_total", Help: "Mails and posts of notifications by outcome.",
		}, []string{"channel", "outcome"}),
	}
	m.registry.MustRegister(m.requests, m.jobs, m.jobTime, m.reaped, m.modelCalls, m.tokens, m.messages, gauges{a},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe counts an operation.
func (m *metrics) observe(op wire.Operation) {
	m.requests.WithLabelValues(op.Name, op.Kind, op.Transport, op.Code).Observe(op.Duration.Seconds())
}

// modelCall counts a call of the language model.
func (m *metrics) modelCall(class llm.Class, u analysis.Usage) {
	m.modelCalls.WithLabelValues(string(class)).Inc()
	m.tokens.WithLabelValues("input").Add(float64(u.InputTokens))
	m.tokens.WithLabelValues("output").Add(float64(u.OutputTokens))
	m.tokens.WithLabelValues("cached").Add(float64(u.CachedTokens))
}

// message counts a mail or post that is settled.
func (m *metrics) message(channel string, o send.Outcome) {
	m.messages.WithLabelValues(channel, string(o)).Inc()
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// gauges are read when they are asked for: the queue and the pool.
type gauges struct{ app *app }

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("dossier_"+name, help, labels, nil)
}

// Describe sends nothing: what there is depends on who can be reached.
func (gauges) Describe(chan<- *prometheus.Desc) {}

// Collect reads the gauges. What cannot be read is left out.
func (g gauges) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	if stats, err := g.app.queue.Stats(ctx); err == nil {
		for status, n := range stats.Depth {
			gauge(desc("analyses", "Analyses by status.", "status"), float64(n), status)
		}
		gauge(desc("queue_oldest_seconds", "How long the oldest due analysis has waited."), stats.Oldest.Seconds())
	}
	up := 0.0
	if n, err := g.app.queue.Depth(ctx); err == nil {
		up = 1
		gauge(desc("queue_ready", "Ids in Redis."), float64(n))
	}
	gauge(desc("redis_up", "Whether Redis answers."), up)
	if waiting, err := send.Waiting(ctx, g.app.pool, now()); err == nil {
		for channel, b := range waiting {
			gauge(desc("notification_messages_due", "Mails and posts that are due.", "channel"), float64(b.Due), channel)
			gauge(desc("notification_oldest_seconds", "How long the oldest due mail or post has waited.", "channel"), b.Oldest.Seconds(), channel)
		}
	}
	pool := g.app.pool.Stat()
	conns := desc("db_connections", "Connections to Postgres by state.", "state")
	gauge(conns, float64(pool.AcquiredConns()), "used")
	gauge(conns, float64(pool.IdleConns()), "idle")
	gauge(desc("db_connections_max", "Connections to Postgres at most."), float64(pool.MaxConns()))
	out <- prometheus.MustNewConstMetric(desc("db_waits_total", "Times a connection had to be waited for."),
		prometheus.CounterValue, float64(pool.EmptyAcquireCount()))
}
