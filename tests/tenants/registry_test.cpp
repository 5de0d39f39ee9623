// Utilities' folders: what is wrong is named, the others go on, ids stay.
#include "tenants/registry.h"
#include "tenants/tenant_file.h"

#include "base/text.h"
#include "support/databases.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <latch>
#include <set>
#include <thread>

using namespace portal;

namespace {

class RegistryTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(RegistryTest);
    CPPUNIT_TEST(a_folder_becomes_a_tenant);
    CPPUNIT_TEST(a_broken_tenant_does_not_stop_the_others);
    CPPUNIT_TEST(an_unknown_key_is_named_with_the_nearest_right_one);
    CPPUNIT_TEST(everything_wrong_is_named_at_once);
    CPPUNIT_TEST(a_tenant_without_terms_is_broken);
    CPPUNIT_TEST(a_tenant_keeps_its_id);
    CPPUNIT_TEST(nodes_that_start_at_once_agree_on_ids);
    CPPUNIT_TEST(a_folder_that_is_gone_is_a_problem);
    CPPUNIT_TEST(a_host_belongs_to_one_tenant);
    CPPUNIT_TEST(tenants_come_in_the_order_of_people);
    CPPUNIT_TEST(an_inactive_tenant_is_found_but_not_offered);
    CPPUNIT_TEST(a_new_folder_says_what_has_to_be_filled_in);
    CPPUNIT_TEST(a_new_folder_is_never_made_twice_or_elsewhere);
    CPPUNIT_TEST(our_own_tenants_are_right_and_open_on_the_demo_day);
    CPPUNIT_TEST_SUITE_END();

    tests::TemporaryFolder m_folder;
    ManualClock m_clock { instant_from_number(1'700'000'000'000'000) };

    static constexpr auto enough = "name = Vodovod Reka\nplugin = generic\nhelp.phone = 01 555 12 34\nterms.version = 1\n";

    std::string add(std::string const& slug, std::string const& properties = enough) const
    {
        auto const folder = m_folder / slug;
        std::filesystem::create_directories(folder + "/terms");
        std::ofstream { folder + "/terms/sl.md" } << "Pogoji\n";
        std::ofstream { folder + "/tenant.properties" } << properties;
        return folder;
    }
    tenants::Registry loaded(db::Database& database) const { return tenants::Registry::load(m_folder.path(), database, m_clock); }
    static std::string joined(std::vector<std::string> const& lines)
    {
        std::string text;
        for (auto const& line : lines)
            text += line + "\n";
        return text;
    }

public:
    void a_folder_becomes_a_tenant()
    {
        add("reka",
            std::string { enough }
                + "short_name = Reka\nplugin.setting.columns = 7\nplugin.setting.reference.model = SI12\nhosts = Racuni.Reka.example, "
                  "reka.example\nreading.window = 11-25\n"
                + "reading.unusual_percent = 300\nclaim.ask_total = always\ncurrency = CHF\ntime_zone = Europe/Zurich\nlanguages.default = sl\nhelp.email = "
                  "info@reka.example\nweb = https://reka.example\n");
        tests::on_each_database([&](db::Database& database) {
            auto const registry = loaded(database);
            CPPUNIT_ASSERT(registry.problems().empty());
            auto const* const tenant = registry.find("reka");
            CPPUNIT_ASSERT(tenant);
            CPPUNIT_ASSERT_EQUAL(std::string { "Vodovod Reka" }, tenant->name);
            CPPUNIT_ASSERT_EQUAL(std::string { "Reka" }, tenant->short_name);
            CPPUNIT_ASSERT_EQUAL(std::string { "7" }, tenant->plugin_settings.at("columns"));
            CPPUNIT_ASSERT_EQUAL(std::string { "SI12" }, tenant->plugin_settings.at("reference.model"));
            CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, tenant->plugin_version);
            CPPUNIT_ASSERT(tenant->window.contains(date_from_number(20180611).value()) && !tenant->window.contains(date_from_number(20180610).value()));
            CPPUNIT_ASSERT(tenant->always_asks_total && tenant->unusual_percent == 300 && tenant->unusual_least == 10);
            CPPUNIT_ASSERT(tenant->currency.code() == "CHF" && tenant->time_zone.name() == "Europe/Zurich");
            CPPUNIT_ASSERT(registry.find(tenant->id) == tenant && &registry.get(tenant->id) == tenant);
            CPPUNIT_ASSERT(registry.find_by_host("racuni.reka.example:8080") == tenant && !registry.find_by_host("other.example"));
            CPPUNIT_ASSERT(!registry.find("other"));
            CPPUNIT_ASSERT_THROW(registry.get(TenantId { 999 }), std::logic_error);
        });
    }
    void a_broken_tenant_does_not_stop_the_others()
    {
        add("reka");
        add("broken", "name Vodovod\n");
        add("Wrong_Name");
        std::filesystem::create_directory(m_folder / "no-tenant");
        tests::on_each_database([&](db::Database& database) {
            auto const registry = loaded(database);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, registry.all().size());
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, registry.problems().size());
            CPPUNIT_ASSERT_EQUAL(std::string { "Wrong_Name" }, registry.problems()[0].slug);
            CPPUNIT_ASSERT_EQUAL(m_folder / "broken/tenant.properties:1: expected key = value", registry.problems()[1].what);
        });
    }
    void an_unknown_key_is_named_with_the_nearest_right_one()
    {
        auto const problems = tenants::check_tenant(add("reka", std::string { enough } + "reading.windw = 25-3\n"));
        CPPUNIT_ASSERT_EQUAL(m_folder / "reka/tenant.properties:5: unknown key \"reading.windw\"; did you mean \"reading.window\"?\n", joined(problems));
    }
    void everything_wrong_is_named_at_once()
    {
        auto const problems = joined(tenants::check_tenant(add("reka",
            "name =\nplugin = ../evil\nplugin.version = a b\nhelp.phone = call us\nhelp.email = nobody\nweb = javascript:alert(1)\ntime_zone = "
            "Europe/Atlantis\ncurrency = euro\n"
            "languages.default = de\nreading.window = 25\nreading.unusual_percent = 50\nclaim.ask_total = never\nactive = maybe\nhosts = a b\nterms.version "
            "=\n")));
        for (auto const* key : { "1: name:", "2: plugin:", "3: plugin.version:", "4: help.phone:", "5: help.email:", "6: web:", "7: time_zone:", "8: currency:",
                 "9: languages.default:", "10: reading.window:", "11: reading.unusual_percent:", "12: claim.ask_total:", "13: active:", "14: hosts:",
                 "15: terms.version:" })
            CPPUNIT_ASSERT_MESSAGE(key + std::string { " in\n" } + problems, problems.find(std::string { "tenant.properties:" } + key) != std::string::npos);
    }
    void a_tenant_without_terms_is_broken()
    {
        auto const folder = add("reka");
        CPPUNIT_ASSERT_EQUAL(std::string {}, joined(tenants::check_tenant(folder)));
        std::ofstream { folder + "/terms/sl.md" } << " \n";
        CPPUNIT_ASSERT_EQUAL(folder + "/terms/sl.md: the terms of use are missing\n", joined(tenants::check_tenant(folder)));
    }
    void a_tenant_keeps_its_id()
    {
        add("reka");
        tests::on_each_database([&](db::Database& database) {
            auto const id = loaded(database).find("reka")->id;
            CPPUNIT_ASSERT(id);
            add("potok");
            auto const registry = loaded(database);
            CPPUNIT_ASSERT(registry.find("reka")->id == id);
            CPPUNIT_ASSERT(registry.find("potok")->id != id);
            std::filesystem::remove_all(m_folder / "potok");
        });
    }
    void nodes_that_start_at_once_agree_on_ids()
    {
        std::set<std::string> const slugs { "a", "b", "c", "d", "e" };
        for (auto const& slug : slugs)
            add(slug);
        tests::on_each_database([&](db::Database& database) {
            std::latch together { 6 };
            std::vector<std::map<std::string, TenantId>> seen(6);
            std::vector<std::thread> nodes;
            for (auto& node : seen)
                nodes.emplace_back([&] {
                    together.arrive_and_wait();
                    auto const registry = loaded(database);
                    for (auto const* tenant : registry.all())
                        node[tenant->slug] = tenant->id;
                });
            for (auto& node : nodes)
                node.join();
            CPPUNIT_ASSERT_EQUAL(slugs.size(), seen[0].size());
            for (auto const& node : seen)
                CPPUNIT_ASSERT(node == seen[0]);
        });
    }
    void a_folder_that_is_gone_is_a_problem()
    {
        tests::on_each_database([&](db::Database& database) {
            add("reka");
            auto const id = loaded(database).find("reka")->id;
            std::filesystem::remove_all(m_folder / "reka");
            auto const registry = loaded(database);
            CPPUNIT_ASSERT(!registry.find(id));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, registry.problems().size());
            CPPUNIT_ASSERT_EQUAL(std::string { "reka" }, registry.problems()[0].slug);
            CPPUNIT_ASSERT_THROW(tenants::Registry::load(m_folder / "nowhere", database, m_clock), SettingsError);
        });
    }
    void a_host_belongs_to_one_tenant()
    {
        add("reka", std::string { enough } + "hosts = a.example\n");
        add("zgled", std::string { enough } + "hosts = A.example\n");
        tests::on_each_database([&](db::Database& database) {
            auto const registry = loaded(database);
            CPPUNIT_ASSERT(registry.find_by_host("a.example") == registry.find("reka"));
            CPPUNIT_ASSERT(!registry.find("zgled"));
            CPPUNIT_ASSERT(registry.problems().at(0).what.find("a.example belongs to reka already") != std::string::npos);
        });
    }
    void tenants_come_in_the_order_of_people()
    {
        add("a", replaced(enough, "Vodovod Reka", "Žaga"));
        add("b", replaced(enough, "Vodovod Reka", "čistilna"));
        add("c", replaced(enough, "Vodovod Reka", "Dom"));
        add("d", replaced(enough, "Vodovod Reka", "Cesta"));
        tests::on_each_database([&](db::Database& database) {
            auto const registry = loaded(database);
            std::string order;
            for (auto const* tenant : registry.all())
                order += tenant->name + " ";
            CPPUNIT_ASSERT_EQUAL(std::string { "Cesta čistilna Dom Žaga " }, order);
        });
    }
    void an_inactive_tenant_is_found_but_not_offered()
    {
        add("reka", std::string { enough } + "active = no\n");
        tests::on_each_database([&](db::Database& database) {
            auto const registry = loaded(database);
            CPPUNIT_ASSERT(registry.find("reka"));
            CPPUNIT_ASSERT(registry.active().empty());
        });
    }
    void a_new_folder_says_what_has_to_be_filled_in()
    {
        tenants::new_tenant(m_folder.path(), "riverside", "Riverside Water & Sons");
        auto const file = tenants::read_tenant(m_folder / "riverside");
        auto const problems = joined(file.problems);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(problems, std::size_t { 3 }, file.problems.size());
        for (auto const* key : { "plugin:", "help.phone:", "terms.version:" })
            CPPUNIT_ASSERT_MESSAGE(problems, problems.find(std::string { ": " } + key) != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::string { "Riverside Water & Sons" }, file.tenant.name);
        CPPUNIT_ASSERT(!file.tenant.active);
        for (auto const* part : { "terms/sl.md", "terms/en.md", "texts/sl.properties", "texts/en.properties", "theme/theme.css", "theme/logo.svg" })
            CPPUNIT_ASSERT_MESSAGE(part, std::filesystem::file_size(m_folder / ("riverside/" + std::string { part })) > 0);
    }
    void a_new_folder_is_never_made_twice_or_elsewhere()
    {
        tenants::new_tenant(m_folder.path(), "riverside", "Riverside");
        CPPUNIT_ASSERT_THROW(tenants::new_tenant(m_folder.path(), "riverside", "Riverside"), SettingsError);
        for (auto const* slug : { "", "..", "../x", "River", "1st", "a/b", "x-" })
            CPPUNIT_ASSERT_THROW_MESSAGE(slug, tenants::new_tenant(m_folder.path(), slug, "Riverside"), SettingsError);
        CPPUNIT_ASSERT_THROW(tenants::new_tenant(m_folder.path(), "other", "Riverside\nplugin = x"), SettingsError);
        CPPUNIT_ASSERT_THROW(tenants::new_tenant(m_folder / "nowhere", "other", "Riverside"), SettingsError);
    }
    void our_own_tenants_are_right_and_open_on_the_demo_day()
    {
        auto const* const source = std::getenv("PORTAL_SOURCE");
        CPPUNIT_ASSERT(source);
        for (auto const* slug : { "logatec", "toplarna", "elektro", "cistoca" }) {
            auto const file = tenants::read_tenant(std::string { source } + "/tenants/" + slug);
            CPPUNIT_ASSERT_EQUAL(std::string {}, joined(file.problems));
            CPPUNIT_ASSERT(file.tenant.active && file.tenant.window.contains(date_from_number(20180602).value()));
            CPPUNIT_ASSERT(std::filesystem::exists(file.tenant.folder + "/terms/en.md"));
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RegistryTest);

}
