// The yardstick of ./dev bench: a bare Poco HTTPServer that answers every request with 200 bytes. Prints its port; ends on SIGTERM.
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>

#include <csignal>
#include <iostream>
#include <string>

namespace {

using namespace Poco::Net;

class Handler : public HTTPRequestHandler {
    void handleRequest(HTTPServerRequest&, HTTPServerResponse& response) override
    {
        static std::string const s_body(200, 'x');
        response.setContentType("text/plain");
        response.sendBuffer(s_body.data(), s_body.size());
    }
};

class Factory : public HTTPRequestHandlerFactory {
    HTTPRequestHandler* createRequestHandler(HTTPServerRequest const&) override { return new Handler; }
};

}

int main()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr); // before the threads begin, so that only sigwait gets them

    // A thread a connection of the load generator, and keep-alive without end: the stock server at its best.
    Poco::ThreadPool threads { 64, 64 };
    auto* const params = new HTTPServerParams;
    params->setMaxThreads(64);
    params->setKeepAlive(true);
    params->setMaxKeepAliveRequests(0);
    ServerSocket const socket { SocketAddress { "127.0.0.1", 0 } };
    HTTPServer server { new Factory, threads, socket, params };
    server.start();
    std::cout << socket.address().port() << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    server.stop();
}
