// Everything that answers browsers, wired by hand: themes, features, routes, server, jobs.
#pragma once

#include "app/platform.h"
#include "crypto/password.h"
#include "jobs/runner.h"
#include "outbox/sender.h"
#include "view/themes.h"
#include "web/front.h"
#include "web/server.h"
#include "web/sessions.h"
#include "web/site.h"
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

    // For tests: the table of routes.
    web::Router const& router() const { return m_router; }

private:
    struct Features;

    void add_jobs();
    void add_files();

    Platform& m_platform;
    view::Themes m_themes;
    web::Site m_site;
    crypto::PasswordHasher m_hasher;
    web::Sessions m_sessions;
    jobs::Runner m_jobs;
    outbox::Sender m_sender;
    web::StaticFiles m_files;
    std::unique_ptr<Features> m_features;
    web::Router m_router;
    std::unique_ptr<web::Front> m_front;
    std::unique_ptr<web::Server> m_server;
};

}
