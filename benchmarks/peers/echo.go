// Sends back what it is sent, with a goroutine for each connection.
//
//	go build -o echo-go echo.go
//	echo-go [CERTIFICATE.pem KEY.pem]
package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"os"
)

func echo(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, 64*1024)
	for {
		count, err := connection.Read(buffer)
		if err != nil {
			return
		}
		if _, err = connection.Write(buffer[:count]); err != nil {
			return
		}
	}
}

func serve(listener net.Listener) {
	for {
		connection, err := listener.Accept() // without Nagle, as always in Go
		if err != nil {
			log.Fatal(err)
		}
		go echo(connection)
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("port", listener.Addr().(*net.TCPAddr).Port)
	if len(os.Args) == 3 {
		certificate, err := tls.LoadX509KeyPair(os.Args[1], os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		listener = tls.NewListener(
			listener, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
	go serve(listener)
	io.Copy(io.Discard, os.Stdin)
}
