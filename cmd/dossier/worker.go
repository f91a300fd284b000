package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"dossier/graph/wire"
	"dossier/internal/queue"
)

type workerCmd struct {
	database
	redisServer
	model
	working
	filing
	telling
	MetricsListen string `env:"DOSSIER_METRICS_LISTEN" default:"127.0.0.1:8081" help:"Address of /healthz, /readyz and /metrics."`
}

// Help is printed below the flags.
func (workerCmd) Help() string {
	return `Run any number of workers. Told to stop, a worker finishes what it can and hands the rest back; told twice, it leaves at once. The language model is called for analyses that a server with the same --llm flags asked for.

With --smtp-url and --mail-from, workers mail people what they are to know: at once, in a daily digest or not at all, as each has chosen. With --webhook-url and --webhook-secret they post it to an address of yours, signed. Without either, people find it in their list of notifications alone; what is older than a week is not sent any more.

Example:

  export DATABASE_URL=postgres://dossier:secret@localhost/dossier REDIS_URL=redis://localhost
  dossier worker --llm-url http://localhost:11434/v1 --llm-model qwen3:14b`
}

// Run works until it is told to stop.
func (c *workerCmd) Run(ctx context.Context, log *slog.Logger) error {
	a, closeAll, err := openApp(ctx, c.database, c.redisServer, c.working, c.model, log)
	if err != nil {
		return err
	}
	defer closeAll()
	sweep, err := a.sweepFiles(ctx, c.filing)
	if err != nil {
		return err
	}
	tell, err := a.tell(c.telling, tellEvery)
	if err != nil {
		return err
	}
	listener, err := listening{Listen: c.MetricsListen}.listen()
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	a.ops(mux)
	server := wire.Server(c.MetricsListen, wire.Middleware(log, mux))
	back, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	wg.Go(func() { a.notifier.Run(back) })
	wg.Go(func() { a.forget(back, c.Keep, forgetEvery) })
	wg.Go(func() { sweep(back) })
	wg.Go(func() { a.care(back, careEvery) })
	wg.Go(func() { tell(back) })
	wg.Go(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics are not served", "error", err)
		}
	})
	log.Info("working", "slots", c.Slots, "metrics", listener.Addr().String(), "version", version())
	err = runWorker(ctx, a.worker(c.Slots))
	stop()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = server.Shutdown(end) // a scrape that runs longer is cut off
	_ = server.Close()
	wg.Wait()
	return err
}

// runWorker runs until ctx ends and drains; a second signal ends the drain.
func runWorker(ctx context.Context, w *queue.Worker) error {
	again := make(chan os.Signal, 1)
	stopped := context.AfterFunc(ctx, func() { signal.Notify(again, os.Interrupt, syscall.SIGTERM) })
	defer stopped()
	defer signal.Stop(again)
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-again:
			w.Abandon()
		case <-done:
		}
	}()
	return w.Run(ctx)
}
