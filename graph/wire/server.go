package wire

import (
	"net/http"
	"time"
)

// Server is an http.Server whose every wait has an end: slow headers, slow
// bodies, slow readers and idle connections. Streams lift the deadlines for
// themselves, event by event.
func Server(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    32 << 10,
	}
}
