// portalctl plugin and a running portal: another version under load, quarantines, signatures.
#include "app/plugin_watch.h"
#include "app/portalctl.h"
#include "app/website.h"
#include "support/canaries.h"
#include "support/databases.h"
#include "support/http_client.h"
#include "web/csrf.h"

#include "crypto/random.h"
#include "db/migrate.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>

using namespace portal;
using namespace std::chrono_literals;

namespace {

constexpr db::Sql s_spoil_references { "test.spoil_references", "update invoices set reference = 'which' where tenant_id = ?" };
// How the two versions of the beast answer the reference "which".
constexpr auto s_old = "Zadnja številka se ne ujema";
constexpr auto s_new = "Številka je prekratka";

// Two utilities on the zoo's beast, which lies there in two versions.
class Scene {
public:
    explicit Scene(std::string database_url, std::string plugins_path = std::string { std::getenv("PORTAL_BUILD") } + "/tests/zoo")
    {
        for (auto const* const slug : { "alfa", "beta" }) {
            auto const folder = m_folder / ("tenants/" + std::string { slug });
            std::filesystem::create_directories(folder + "/terms");
            std::ofstream { folder + "/terms/sl.md" } << "Pogoji.\n";
            std::ofstream { folder + "/tenant.properties" } << "name = Komunala " << slug
                                                            << "\nplugin = zoo.beast\nplugin.version = 1.0.0\nhelp.phone = 01 750 81 10\nterms.version = 1\n";
        }
        m_settings = { "database.url=" + database_url, "secrets.path=" + (m_folder / "secrets"), "tenants.path=" + (m_folder / "tenants"),
            "mail.transport=files", "mail.files.path=" + (m_folder / "mail"), "http.port=0", "portal.url=http://localhost", "http.trusted_proxies=127.0.0.1",
            "log.level=error", "plugins.path=" + plugins_path };
        db::Database database { db::parse_location(database_url) };
        db::migrate(database);
    }
    std::unique_ptr<app::Platform> node() const { return std::make_unique<app::Platform>(app::load_settings(std::nullopt, m_settings)); }
    void set(std::string const& definition) { m_settings.push_back(definition); }
    tests::CommandAnswer portalctl(std::vector<std::string> const& words) const
    {
        std::vector<std::string> arguments;
        for (auto const& setting : m_settings)
            arguments.insert(arguments.end(), { "-D", setting });
        arguments.insert(arguments.end(), words.begin(), words.end());
        return tests::portalctl(m_folder.path(), arguments);
    }
    tests::TemporaryFolder const& folder() const { return m_folder; }

private:
    tests::TemporaryFolder m_folder;
    std::vector<std::string> m_settings;
};

// Somebody who registers with a bill, again and again from another address.
class Visitor {
public:
    Visitor(app::Platform& platform, std::uint16_t port)
        : m_client(port)
        , m_csrf(web::Csrf { platform.keys().key("csrf") }.for_visitor(m_cookie))
    {
    }
    tests::HttpAnswer show(std::string const& utility) { return ask("GET /register?utility=" + utility, {}); }
    tests::HttpAnswer send(std::string const& utility)
    {
        return ask("POST /register",
            "csrf=" + m_csrf + "&utility=" + utility + "&shown=" + utility
                + "&reference=which&code=1&email=a%40example.si&password=long-and-rare-7&password_again=long-and-rare-7&terms=yes");
    }

private:
    tests::HttpAnswer ask(std::string const& what, std::string const& body)
    {
        static std::atomic<unsigned> s_visits;
        unsigned const visit = ++s_visits;
        auto const address = "10." + std::to_string(visit >> 8 & 255U) + "." + std::to_string(visit & 255U) + ".1";
        return m_client.ask(what + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + address + "\r\nCookie: " + std::string { web::visitor_cookie } + "="
            + m_cookie + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }

    tests::HttpClient m_client;
    std::string const m_cookie = crypto::random_token();
    std::string const m_csrf;
};

// Visitors of alfa who never stop, and what they were told.
class Load {
public:
    Load(app::Platform& platform, std::uint16_t port, int visitors)
    {
        for (int i = 0; i < visitors; ++i)
            m_threads.emplace_back([this, &platform, port](std::stop_token const& stop) {
                Visitor visitor { platform, port };
                while (!stop.stop_requested()) {
                    auto const answer = visitor.send("alfa");
                    bool const is_new = answer.body.find(s_new) != std::string::npos;
                    bool const is_good = answer.status == 422 && (is_new || answer.body.find(s_old) != std::string::npos);
                    std::lock_guard const lock { m_mutex };
                    ++(is_good ? answers : failures);
                    if (!is_good)
                        wrong = answer.head;
                    (is_new ? m_new : m_old) += is_good ? 1 : 0;
                    m_changed.notify_all();
                }
            });
    }
    // Until every visitor may have had an answer of that version.
    bool sees(bool is_new)
    {
        std::unique_lock lock { m_mutex };
        auto const& count = is_new ? m_new : m_old;
        auto const enough = count + 2 * static_cast<int>(m_threads.size());
        return m_changed.wait_for(lock, 60s, [&] { return count >= enough; });
    }
    void end() { m_threads.clear(); }

    int answers = 0, failures = 0;
    std::string wrong;

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_old = 0, m_new = 0;
    std::vector<std::jthread> m_threads;
};

class PluginChangeTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PluginChangeTest);
    CPPUNIT_TEST(no_request_fails_while_a_utilitys_plugin_changes_on_sqlite);
    CPPUNIT_TEST(no_request_fails_while_a_utilitys_plugin_changes_on_mariadb);
    CPPUNIT_TEST(what_does_not_fit_is_named_and_nothing_changes);
    CPPUNIT_TEST(a_version_that_was_mended_and_chosen_again_runs_at_once);
    CPPUNIT_TEST(a_quarantine_is_known_on_every_node_until_it_is_released);
    CPPUNIT_TEST(a_plugin_that_answers_again_is_free_on_every_node);
    CPPUNIT_TEST(the_page_says_that_a_utility_is_away);
    CPPUNIT_TEST(a_setting_lets_plugins_run_without_landlock);
    CPPUNIT_TEST(only_signed_plugins_run_where_keys_are_trusted);
    CPPUNIT_TEST_SUITE_END();

    static void has(std::string const& text, std::string const& part)
    {
        CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is not in: " + text, text.find(part) != std::string::npos);
    }
    static void succeeds(tests::CommandAnswer const& answer) { CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.out + answer.error, 0, answer.exit_code); }

    static void change_under_load(std::string const& database_url)
    {
        Scene scene { database_url };
        auto const platform = scene.node();
        app::Website website { *platform };
        website.start();
        Load load { *platform, website.port(), 3 };
        CPPUNIT_ASSERT(load.sees(false));
        auto const use = scene.portalctl({ "plugin", "use", "alfa", "zoo.beast@1.1.0" });
        succeeds(use);
        has(use.out, "ok       zoo.beast@1.1.0 opens with the settings");
        has(use.out, "alfa runs zoo.beast@1.1.0 now; before it was 1.0.0");
        CPPUNIT_ASSERT(load.sees(true));
        // The other utility stays with its own version.
        has(Visitor { *platform, website.port() }.send("beta").body, s_old);
        auto const list = scene.portalctl({ "plugin", "list" });
        succeeds(list);
        has(list.out, "zoo.beast@1.1.0, alfa: chosen (portalctl plugin use, ");
        has(scene.portalctl({ "tenant", "check", "alfa" }).out, "its file says 1.0.0");
        succeeds(scene.portalctl({ "plugin", "rollback", "alfa" }));
        CPPUNIT_ASSERT(load.sees(false));
        succeeds(scene.portalctl({ "plugin", "rollback", "alfa" }));
        CPPUNIT_ASSERT(load.sees(true));
        succeeds(scene.portalctl({ "plugin", "use", "alfa", "file" }));
        CPPUNIT_ASSERT(load.sees(false));
        load.end();
        website.stop();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(load.wrong, 0, load.failures);
        std::cout << " [" << load.answers << " requests over four changes, 0 failed]";
    }

public:
    void no_request_fails_while_a_utilitys_plugin_changes_on_sqlite()
    {
        tests::TemporaryFolder const folder;
        change_under_load(tests::fresh_sqlite_url(folder));
    }
    void no_request_fails_while_a_utilitys_plugin_changes_on_mariadb() { change_under_load(tests::fresh_mysql_url()); }

    void what_does_not_fit_is_named_and_nothing_changes()
    {
        tests::TemporaryFolder const folder;
        Scene const scene { tests::fresh_sqlite_url(folder) };
        auto const platform = scene.node();
        auto const alfa = platform->tenants().find("alfa")->id;
        auto const refuses = [&](std::vector<std::string> const& words, int exit_code, std::string const& why) {
            auto const answer = scene.portalctl(words);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.out + answer.error, exit_code, answer.exit_code);
            has(answer.out + answer.error, why);
            CPPUNIT_ASSERT(!platform->database().read([](db::Session& session) { return tenants::plugin_choice(session, "alfa"); }));
        };
        refuses({ "plugin", "use", "alfa", "zoo.beast@9.9.9" }, 1, "zoo.beast: there is no version 9.9.9 here");
        refuses({ "plugin", "use", "alfa", "si.kp-logatec@1.0.0" }, 2, "another plugin has other settings");
        refuses({ "plugin", "use", "alfa", "1.1.0" }, 2, "is no PLUGIN@VERSION such as zoo.beast@1.0.0");
        refuses({ "plugin", "use", "alfa", "zoo.beast@1.1.0", "--delivery", scene.folder() / "none.csv" }, 1, "The file cannot be read");
        refuses({ "plugin", "rollback", "alfa" }, 2, "there is no way back");
        refuses({ "plugin", "release", "alfa" }, 1, "is in quarantine");
        refuses({ "plugin", "use", "alfa", "zoo.beast@1.1.0", "--check" }, 0, "Only checked");
        // A published bill whose reference the version does not know.
        tests::add_canary_customer(platform->database(), alfa, "00000107", "QxalfaZw");
        auto const delivery = scene.folder() / "delivery.csv";
        std::ofstream { delivery } << "anything";
        auto const fits = scene.portalctl({ "plugin", "use", "alfa", "zoo.beast@1.1.0", "--check", "--delivery", delivery });
        succeeds(fits);
        has(fits.out, "ok       references and customer numbers of the 1 newest published bills come out as they are stored");
        has(fits.out, "ok       delivery: Dry run: 1 added");
        platform->database().transact([&](db::Transaction& transaction) { transaction.execute(s_spoil_references, alfa); });
        refuses({ "plugin", "use", "alfa", "zoo.beast@1.1.0" }, 1, "1 of the 1 newest published bills come out otherwise; bill ");
        // Whoever insists gets it.
        auto const anyway = scene.portalctl({ "plugin", "use", "alfa", "zoo.beast@1.1.0", "--anyway" });
        succeeds(anyway);
        has(anyway.out, "PROBLEM  ");
        CPPUNIT_ASSERT_EQUAL(
            std::string { "1.1.0" }, platform->database().read([](db::Session& session) { return tenants::plugin_choice(session, "alfa"); })->version);
    }

    void a_version_that_was_mended_and_chosen_again_runs_at_once()
    {
        tests::TemporaryFolder const folder;
        auto const plugins = folder / "plugins";
        lay_beast(plugins, "1.0.0");
        Scene const scene { tests::fresh_sqlite_url(folder), plugins };
        auto const node = scene.node();
        auto const& alfa = *node->tenants().find("alfa");
        app::PluginWatch watch { *node };
        auto const choose = [&] {
            node->database().transact(
                [&](db::Transaction& transaction) { tenants::choose_plugin_version(transaction, alfa.id, "zoo.beast", "1.1.0", node->clock().now()); });
            watch.look();
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, node->plugin_versions().version(alfa));
        choose();
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, node->plugin_versions().version(alfa));
        lay_beast(plugins, "1.1.0");
        choose();
        CPPUNIT_ASSERT_EQUAL(std::string { "1.1.0" }, node->plugin_versions().version(alfa));
    }
    void a_quarantine_is_known_on_every_node_until_it_is_released()
    {
        tests::TemporaryFolder const folder;
        for (auto const& url : { tests::fresh_sqlite_url(folder), tests::fresh_mysql_url() }) {
            Scene const scene { url };
            auto const here = scene.node(), there = scene.node();
            app::PluginWatch watch_here { *here }, watch_there { *there };
            auto const alfa = put_into_quarantine(*here, here->clock().now() + 1h);
            watch_here.look();
            watch_there.look();
            CPPUNIT_ASSERT(there->plugins().is_quarantined(alfa));
            auto const list = scene.portalctl({ "plugin", "list" });
            CPPUNIT_ASSERT_EQUAL(1, list.exit_code);
            has(list.out, "zoo.beast@1.0.0 is in quarantine for alfa since ");
            has(list.out, "The last: the plugin host ended by signal 11");
            has(scene.portalctl({ "plugin", "list", "--json" }).out, R"("state":"quarantine")");
            has(scene.portalctl({ "plugin", "release", "zoo.beast" }).out, "Released zoo.beast@1.0.0 for alfa");
            watch_here.look();
            watch_there.look();
            CPPUNIT_ASSERT(!here->plugins().is_quarantined(alfa) && !there->plugins().is_quarantined(alfa));
            succeeds(scene.portalctl({ "plugin", "list" }));
        }
    }
    void a_plugin_that_answers_again_is_free_on_every_node()
    {
        tests::TemporaryFolder const folder;
        for (auto const& url : { tests::fresh_sqlite_url(folder), tests::fresh_mysql_url() }) {
            Scene const scene { url };
            auto const here = scene.node(), there = scene.node();
            app::PluginWatch watch_here { *here }, watch_there { *there };
            auto const alfa = put_into_quarantine(*here, here->clock().now() - 1s);
            watch_here.look();
            watch_there.look();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, there->plugins().quarantines().size());
            CPPUNIT_ASSERT(here->plugins().normalise_reference(alfa, "good"));
            watch_here.look();
            watch_there.look();
            CPPUNIT_ASSERT(there->plugins().quarantines().empty());
            CPPUNIT_ASSERT(here->database().read([](db::Session& session) { return tenants::plugin_quarantines(session); }).empty());
        }
    }
    void the_page_says_that_a_utility_is_away()
    {
        tests::TemporaryFolder const folder;
        Scene const scene { tests::fresh_sqlite_url(folder) };
        auto const platform = scene.node();
        auto const alfa = platform->tenants().find("alfa")->id;
        app::Website website { *platform };
        website.start();
        // Another node has found it out.
        auto const now = platform->clock().now();
        platform->database().transact([&](db::Transaction& transaction) {
            tenants::put_plugin_quarantine(transaction, { alfa, "zoo.beast", "1.0.0", 5, "the plugin host ended by signal 11", now, now + 1h });
        });
        Visitor visitor { *platform, website.port() };
        auto const is_said = [](tests::HttpAnswer const& answer) { return answer.body.find("Računov upravljalca Komunala alfa") != std::string::npos; };
        auto const patience = std::chrono::steady_clock::now() + 60s;
        while (!is_said(visitor.show("alfa")))
            CPPUNIT_ASSERT(std::chrono::steady_clock::now() < patience);
        auto const page = visitor.show("alfa");
        CPPUNIT_ASSERT_EQUAL(200, page.status);
        has(page.body, "<option value=\"beta\">");
        has(page.body, "01 750 81 10");
        CPPUNIT_ASSERT_EQUAL(503, visitor.send("alfa").status);
        CPPUNIT_ASSERT_EQUAL(422, visitor.send("beta").status);
        website.stop();
    }
    void a_setting_lets_plugins_run_without_landlock()
    {
        tests::TemporaryFolder const folder;
        Scene scene { tests::fresh_sqlite_url(folder) };
        scene.set("plugins.host=" + std::string { std::getenv("PORTAL_BUILD") } + "/tests/without_landlock");
        auto const refused = scene.portalctl({ "tenant", "check", "alfa" });
        CPPUNIT_ASSERT_EQUAL(1, refused.exit_code);
        has(refused.out, "this system offers no Landlock");
        has(refused.out, "plugins.allow_without_landlock = true");
        scene.set("plugins.allow_without_landlock=true");
        succeeds(scene.portalctl({ "tenant", "check", "alfa" }));
    }
    void only_signed_plugins_run_where_keys_are_trusted()
    {
        tests::TemporaryFolder const folder;
        auto const plugins = folder / "plugins";
        auto const beast = lay_beast(plugins, "1.0.0");
        Scene scene { tests::fresh_sqlite_url(folder), plugins };
        auto const key = scene.folder() / "signing.key";
        auto const made = scene.portalctl({ "plugin", "keygen", key });
        succeeds(made);
        CPPUNIT_ASSERT(std::filesystem::status(key).permissions() == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
        CPPUNIT_ASSERT(scene.portalctl({ "plugin", "keygen", key }).exit_code != 0); // never over another one
        auto const known = made.out.substr(made.out.size() - 65, 64);
        scene.set("plugins.trusted_keys=" + known);

        auto const runs = [&] { return scene.portalctl({ "tenant", "check", "alfa" }); };
        has(runs().out, "plugin.sig: is missing");
        has(scene.portalctl({ "plugin", "list" }).out, "zoo.beast@1.0.0 does not run: ");
        has(scene.portalctl({ "plugin", "sign", "zoo.beast@1.0.0", "--key", key }).out, "with the key " + known);
        has(scene.portalctl({ "plugin", "verify", "zoo.beast@1.0.0" }).out, "signed by " + known + ", which is trusted");
        has(runs().out, "everything is in order");
        // Somebody else's key, then the files changed.
        auto const other = scene.folder() / "other.key";
        succeeds(scene.portalctl({ "plugin", "keygen", other }));
        succeeds(scene.portalctl({ "plugin", "sign", beast, "--key", other }));
        has(runs().out, "which is not among plugins.trusted_keys");
        succeeds(scene.portalctl({ "plugin", "sign", beast, "--key", key }));
        std::ofstream { beast + "/manifest.json", std::ios::app } << " ";
        has(runs().out, "they were changed after they were signed");
        CPPUNIT_ASSERT_EQUAL(1, scene.portalctl({ "plugin", "verify", beast }).exit_code);
        scene.set("plugins.trusted_keys=nonsense");
        has(runs().error, "\"nonsense\" is no public key");
    }

private:
    // The folder in which it lies then.
    static std::string lay_beast(std::string const& plugins, std::string const& version)
    {
        auto const place = "/zoo.beast/" + version;
        std::filesystem::create_directories(plugins + place);
        for (auto const* name : { "/plugin.so", "/manifest.json" })
            std::filesystem::copy_file(std::string { std::getenv("PORTAL_BUILD") } + "/tests/zoo" + place + name, plugins + place + name);
        return plugins + place;
    }
    static plugins::Target put_into_quarantine(app::Platform& node, Instant until)
    {
        auto const& alfa = *node.tenants().find("alfa");
        auto target = node.plugin_versions().target(alfa, node.calendar().today(alfa));
        node.plugins().take_over(target, { alfa.id, "zoo.beast", "1.0.0", 5, "the plugin host ended by signal 11", until - 2min, until });
        return target;
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginChangeTest);

}
