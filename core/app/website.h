// Everything that answers browsers, wired by hand: themes, features, routes, server, jobs.
#pragma once

#include "app/intake_watch.h"
#include "app/plugin_watch.h"
#include "app/services.h"
#include "features/claims/claim_routes.h"
#include "jobs/runner.h"
#include "outbox/sender.h"
#include "web/front.h"
#include "web/server.h"
#include "web/static_files.h"

#include <memory>

namespace portal::app {

class Website {
public:
    // Throws with words for an admin when something that everybody needs is missing or wrong. A broken tenant or plugin is
    // logged and does not stop the others.
    explicit Website(Platform& platform);
    ~Website();

    // Begins to answer; logs portald.ready with the port.
    void start();
    // Lets running requests and the running job finish. False: some requests did not within http.drain_seconds.
    bool stop();

    std::uint16_t port() const { return m_server->port(); }
    // For tests: the table of routes.
    web::Router const& router() const { return m_router; }

private:
    void add_files();
    void add_routes();
    void add_jobs();

    Platform& m_platform;
    Services m_services;
    claims::Services m_claims; // what its pages need
    jobs::Runner m_jobs;
    outbox::Sender m_sender;
    IntakeWatch m_intake;
    web::StaticFiles m_files;
    web::Router m_router;
    std::unique_ptr<web::Front> m_front;
    std::unique_ptr<web::Server> m_server;
    PluginWatch m_plugin_watch; // ends first
};

}
