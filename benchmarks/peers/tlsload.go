// The load in TLS: keeps one message in flight on each of many connections and counts the echoes.
//
//	go build -o tlsload tlsload.go
//	tlsload PORT CONNECTIONS BYTES SECONDS PID
//
// Prints like load.c, whose arguments it takes, `requests N`, `seconds S` and `cpu S`.
package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

var ending atomic.Bool
var requests atomic.Int64

func number(text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// What a process has used, by the clock that Linux has for it.
func processorTime(process int) time.Duration {
	var used syscall.Timespec
	clock := int32(^process<<3 | 2)
	_, _, err := syscall.Syscall(
		syscall.SYS_CLOCK_GETTIME, uintptr(clock), uintptr(unsafe.Pointer(&used)), 0)
	if err != 0 {
		log.Fatal(err)
	}
	return time.Duration(used.Nano())
}

func exchange(connection *tls.Conn, message, echo []byte) {
	if _, err := connection.Write(message); err != nil {
		log.Fatal(err)
	}
	if _, err := io.ReadFull(connection, echo); err != nil {
		log.Fatal(err)
	}
	if !bytes.Equal(message, echo) {
		log.Fatal("that is no echo")
	}
}

func main() {
	count := int(number(os.Args[2]))
	message := bytes.Repeat([]byte{'x'}, int(number(os.Args[3])))
	process := int(number(os.Args[5]))
	begin := make(chan bool)
	var ended sync.WaitGroup
	for i := 0; i < count; i++ {
		connection, err := tls.Dial("tcp", "127.0.0.1:"+os.Args[1], &tls.Config{
			InsecureSkipVerify: true,
			MinVersion:         tls.VersionTLS13,
		})
		if err != nil {
			log.Fatal(err)
		}
		echo := make([]byte, len(message))
		exchange(connection, message, echo)
		ended.Add(1)
		go func() {
			defer ended.Done()
			<-begin
			for !ending.Load() {
				exchange(connection, message, echo)
				requests.Add(1)
			}
			connection.Close()
		}()
	}
	used := processorTime(process)
	start := time.Now()
	close(begin)
	time.Sleep(time.Duration(number(os.Args[4]) * float64(time.Second)))
	taken := time.Since(start)
	used = processorTime(process) - used
	seen := requests.Load()
	ending.Store(true)
	ended.Wait()
	fmt.Println("requests", seen)
	fmt.Printf("seconds %.6f\n", taken.Seconds())
	fmt.Printf("cpu %.6f\n", used.Seconds())
}
