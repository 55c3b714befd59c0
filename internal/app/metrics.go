package app

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"switchboard/internal/secondread"
)

// metrics counts what operators watch. Labels are routes and statuses, never addresses or people.
type metrics struct {
	http.Handler
	requests *prometheus.HistogramVec
	records  *prometheus.CounterVec
	second   *prometheus.CounterVec
	waited   prometheus.Histogram
}

func newMetrics(room func() error) *metrics {
	registry := prometheus.NewRegistry()
	m := &metrics{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "switchboard_http_request_seconds",
			Help: "Requests by route and status.", Buckets: prometheus.ExponentialBuckets(0.001, 3, 9)},
			[]string{"method", "route", "status"}),
		records: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "switchboard_pushed_records_total",
			Help: "Records pushed in over HTTP, by what became of them."}, []string{"result"}),
		second: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "switchboard_classifier_messages_total",
			Help: "Messages worth asking the external classifier about, by what became of them."}, []string{"result"}),
		waited: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "switchboard_classifier_seconds",
			Help: "Calls to the external classifier.", Buckets: prometheus.ExponentialBuckets(0.01, 2, 11)}),
		Handler: promhttp.HandlerFor(registry, promhttp.HandlerOpts{}),
	}
	takingIn := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "switchboard_taking_in",
		Help: "1 while what comes in is taken in, 0 while there is too little disk space for more."},
		func() float64 { return one(room() == nil) })
	registry.MustRegister(m.requests, m.records, m.second, m.waited, takingIn, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// Request counts one answered request.
func (m *metrics) Request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// pushed counts records that programs outside brought.
func (m *metrics) pushed(result string, records int) {
	m.records.WithLabelValues(result).Add(float64(records))
}

// read counts what became of a message that was worth asking the external classifier about.
func (m *metrics) read(result secondread.Result, took time.Duration) {
	m.second.WithLabelValues(string(result)).Inc()
	if took > 0 {
		m.waited.Observe(took.Seconds())
	}
}

// ServeHTTP gives the figures to this machine only: put an exporter or a proxy in front to take them further.
func (m *metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !local(r) {
		http.Error(w, "metrics are given to this machine only", http.StatusForbidden)
		return
	}
	m.Handler.ServeHTTP(w, r)
}
