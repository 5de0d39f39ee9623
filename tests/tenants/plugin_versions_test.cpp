// Which version a utility runs: its file's, until somebody chooses another one.
#include "tenants/plugin_versions.h"

#include "support/databases.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>

using namespace portal;
using namespace portal::tenants;

namespace {

using namespace std::chrono_literals;

class PluginVersionsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PluginVersionsTest);
    CPPUNIT_TEST(without_a_choice_the_file_counts);
    CPPUNIT_TEST(a_choice_goes_before_the_file_and_leads_back);
    CPPUNIT_TEST(a_choice_of_another_plugin_does_not_count);
    CPPUNIT_TEST(a_running_portal_follows_with_the_files_new_settings);
    CPPUNIT_TEST(what_does_not_open_is_tried_again);
    CPPUNIT_TEST(a_quarantine_is_a_row_until_it_ends);
    CPPUNIT_TEST_SUITE_END();

    tests::TemporaryFolder m_folder;
    Instant const m_now = instant_from_number(1'700'000'000'000'000);
    ManualClock m_clock { m_now };

    void write(std::string const& more = {}) const
    {
        auto const folder = m_folder / "reka";
        std::filesystem::create_directories(folder + "/terms");
        std::ofstream { folder + "/terms/sl.md" } << "Pogoji\n";
        std::ofstream { folder + "/tenant.properties" }
            << "name = Reka\nplugin = generic\nplugin.version = 1.0.0\nhelp.phone = 01 555 12 34\nterms.version = 1\n"
            << more;
    }
    // A portal that has just started.
    struct Node {
        Registry registry;
        PluginVersions versions;
        std::vector<plugins::Target> asked {};
        bool opens = true;

        Node(PluginVersionsTest const& test, db::Database& database)
            : registry(Registry::load(test.m_folder.path(), database, test.m_clock))
            , versions(database, registry)
        {
        }
        Tenant const& reka() const { return *registry.find("reka"); }
        std::string version() const { return versions.version(reka()); }
        void look()
        {
            versions.refresh([](Tenant const&) { return Date {}; },
                [this](plugins::Target const& target, PluginChoice const&) {
                    asked.push_back(target);
                    return opens;
                });
        }
    };
    void choose(db::Database& database, TenantId tenant, std::string const& version, std::string const& plugin = "generic")
    {
        m_clock.advance(1s);
        database.transact([&](db::Transaction& transaction) { choose_plugin_version(transaction, tenant, plugin, version, m_clock.now()); });
    }
    static std::optional<PluginChoice> chosen(db::Database& database)
    {
        return database.read([](db::Session& session) { return plugin_choice(session, "reka"); });
    }

public:
    void setUp() override { write(); }
    void without_a_choice_the_file_counts()
    {
        tests::on_each_database([&](db::Database& database) {
            Node node { *this, database };
            CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, node.version());
            CPPUNIT_ASSERT(!chosen(database));
            node.look();
            CPPUNIT_ASSERT(node.asked.empty());
        });
    }
    void a_choice_goes_before_the_file_and_leads_back()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const reka = Node { *this, database }.reka().id;
            choose(database, reka, "1.1.0");
            CPPUNIT_ASSERT(*chosen(database) == (PluginChoice { "generic", "1.1.0", "", m_clock.now() }));
            CPPUNIT_ASSERT_EQUAL(std::string { "1.1.0" }, (Node { *this, database }).version());
            choose(database, reka, "1.2.0");
            CPPUNIT_ASSERT_EQUAL(std::string { "1.1.0" }, chosen(database)->previous);
            choose(database, reka, chosen(database)->previous);
            CPPUNIT_ASSERT(*chosen(database) == (PluginChoice { "generic", "1.1.0", "1.2.0", m_clock.now() }));
            choose(database, reka, ""); // what the file says, whatever that is
            CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, (Node { *this, database }).version());
        });
    }
    void a_choice_of_another_plugin_does_not_count()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const reka = Node { *this, database }.reka().id;
            choose(database, reka, "7.0.0", "another");
            CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, (Node { *this, database }).version());
            choose(database, reka, "1.1.0");
            CPPUNIT_ASSERT_EQUAL(std::string {}, chosen(database)->previous);
        });
    }
    void a_running_portal_follows_with_the_files_new_settings()
    {
        tests::on_each_database([&](db::Database& database) {
            write();
            Node node { *this, database };
            write("plugin.setting.colour = red\n");
            choose(database, node.reka().id, "1.1.0");
            CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, node.version()); // until it looks
            node.look();
            CPPUNIT_ASSERT_EQUAL(std::string { "1.1.0" }, node.version());
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, node.asked.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "red" }, node.asked[0].settings.at("colour"));
            CPPUNIT_ASSERT(node.versions.target(node.reka(), Date {}) == node.asked[0]);
            node.look();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, node.asked.size());
        });
    }
    void what_does_not_open_is_tried_again()
    {
        tests::on_each_database([&](db::Database& database) {
            Node node { *this, database };
            choose(database, node.reka().id, "1.1.0");
            node.opens = false;
            node.look();
            CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, node.version());
            node.opens = true;
            node.look();
            CPPUNIT_ASSERT_EQUAL(std::string { "1.1.0" }, node.version());
        });
    }
    void a_quarantine_is_a_row_until_it_ends()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const reka = Node { *this, database }.reka().id;
            plugins::Quarantine quarantine { reka, "generic", "1.0.0", 5, "ended by signal 11 " + std::string(500, 'x') + "č", m_now, m_now + 1min };
            auto const put = [&] { database.transact([&](db::Transaction& transaction) { put_plugin_quarantine(transaction, quarantine); }); };
            auto const rows = [&] { return database.read([](db::Session& session) { return plugin_quarantines(session); }); };
            put();
            quarantine.last_failure.resize(400);
            CPPUNIT_ASSERT(rows().at(reka) == quarantine);
            quarantine.failures = 6;
            quarantine.last_failure = "ended by signal 6";
            put();
            CPPUNIT_ASSERT(rows().at(reka) == quarantine);
            auto const end = [&] { return database.transact([&](db::Transaction& transaction) { return end_plugin_quarantine(transaction, reka); }); };
            CPPUNIT_ASSERT(end());
            CPPUNIT_ASSERT(!end());
            // Another version begins anew.
            put();
            choose(database, reka, "1.1.0");
            CPPUNIT_ASSERT(rows().empty());
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginVersionsTest);

}
