// Sliding windows on both databases, and the blocks of addresses.
#include "limits/limits.h"

#include "support/databases.h"

#include <cppunit/extensions/HelperMacros.h>

#include <array>

using namespace portal;
using namespace std::chrono_literals;

namespace {

class LimitsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(LimitsTest);
    CPPUNIT_TEST(the_sixth_try_waits_until_the_first_has_left_the_window);
    CPPUNIT_TEST(the_window_slides);
    CPPUNIT_TEST(the_strictest_of_several_limits_decides);
    CPPUNIT_TEST(kinds_and_subjects_do_not_mix);
    CPPUNIT_TEST(old_rows_are_purged_and_own_ones_forgotten);
    CPPUNIT_TEST(a_limit_of_none_lets_nobody_through);
    CPPUNIT_TEST(an_ipv4_address_counts_alone_and_with_its_neighbours);
    CPPUNIT_TEST(an_ipv6_household_counts_as_one);
    CPPUNIT_TEST(an_ipv4_address_in_ipv6_clothes_is_the_same);
    CPPUNIT_TEST(what_is_no_address_is_one_subject);
    CPPUNIT_TEST_SUITE_END();

    static constexpr limits::Limit five_an_hour { "sign_in.mailbox", 5, 1h };
    static constexpr limits::Limit six_a_day { "sign_in.address", 6, 24h };
    static Instant at(std::chrono::microseconds after) { return instant_from_number(1'700'000'000'000'000) + after; }

    static limits::Verdict checked(db::Database& database, std::span<limits::Counted const> counted, Instant now)
    {
        return database.read([&](db::Session& session) { return limits::check(session, counted, now); });
    }
    static void fail(db::Database& database, std::span<limits::Counted const> counted, Instant now)
    {
        database.transact([&](db::Transaction& transaction) { limits::add_failure(transaction, counted, now); });
    }
    static std::string blocks(std::string_view address)
    {
        auto const found = limits::address_blocks(address);
        return found.near + " " + found.wide;
    }

public:
    void the_sixth_try_waits_until_the_first_has_left_the_window()
    {
        tests::on_each_database([](db::Database& database) {
            std::array const janez { limits::Counted { five_an_hour, "janez" } };
            for (int i = 0; i < 5; ++i) {
                CPPUNIT_ASSERT(checked(database, janez, at(i * 1min)));
                fail(database, janez, at(i * 1min));
            }
            auto const verdict = checked(database, janez, at(10min));
            CPPUNIT_ASSERT(!verdict);
            CPPUNIT_ASSERT(verdict.retry_after == 50min);
            CPPUNIT_ASSERT(!checked(database, janez, at(60min - 1us)));
            CPPUNIT_ASSERT(checked(database, janez, at(60min)));
        });
    }
    void the_window_slides()
    {
        tests::on_each_database([](db::Database& database) {
            std::array const janez { limits::Counted { five_an_hour, "janez" } };
            for (int i = 0; i < 8; ++i)
                fail(database, janez, at(i * 1min));
            // The fifth newest, of minute 3, has to leave.
            CPPUNIT_ASSERT(checked(database, janez, at(10min)).retry_after == 53min);
            CPPUNIT_ASSERT_EQUAL(
                std::int64_t { 8 }, database.read([](db::Session& session) { return limits::count(session, "sign_in.mailbox", "janez", at(-1s)); }));
        });
    }
    void the_strictest_of_several_limits_decides()
    {
        tests::on_each_database([](db::Database& database) {
            std::array const both { limits::Counted { five_an_hour, "janez" }, limits::Counted { six_a_day, "192.0.2.1" } };
            for (int i = 0; i < 6; ++i)
                fail(database, both, at(0s));
            CPPUNIT_ASSERT(checked(database, both, at(10min)).retry_after == 24h - 10min);
            CPPUNIT_ASSERT(checked(database, std::span { both }.first(1), at(10min)).retry_after == 50min);
        });
    }
    void kinds_and_subjects_do_not_mix()
    {
        tests::on_each_database([](db::Database& database) {
            std::array const janez { limits::Counted { five_an_hour, "janez" } };
            for (int i = 0; i < 5; ++i)
                fail(database, janez, at(0s));
            CPPUNIT_ASSERT(checked(database, std::array { limits::Counted { five_an_hour, "metka" } }, at(1s)));
            CPPUNIT_ASSERT(checked(database, std::array { limits::Counted { six_a_day, "janez" } }, at(1s)));
            CPPUNIT_ASSERT(!checked(database, janez, at(1s)));
        });
    }
    void old_rows_are_purged_and_own_ones_forgotten()
    {
        tests::on_each_database([](db::Database& database) {
            std::array const janez { limits::Counted { five_an_hour, "janez" } };
            fail(database, janez, at(0s));
            fail(database, janez, at(10s));
            database.transact([](db::Transaction& transaction) { limits::purge(transaction, at(10s)); });
            auto const rows = [&] { return database.read([](db::Session& session) { return limits::count(session, "sign_in.mailbox", "janez", at(-1h)); }); };
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, rows());
            database.transact([](db::Transaction& transaction) { limits::forget(transaction, "sign_in.mailbox", "janez"); });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, rows());
        });
    }
    void a_limit_of_none_lets_nobody_through()
    {
        tests::on_each_database([](db::Database& database) {
            auto const verdict = checked(database, std::array { limits::Counted { { "closed", 0, 1h }, "all" } }, at(0s));
            CPPUNIT_ASSERT(!verdict);
            CPPUNIT_ASSERT(verdict.retry_after == 1h);
        });
    }
    void an_ipv4_address_counts_alone_and_with_its_neighbours() { CPPUNIT_ASSERT_EQUAL(std::string { "192.0.2.17 192.0.2.0/24" }, blocks("192.0.2.17")); }
    void an_ipv6_household_counts_as_one()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "2001:db8:1:2::/64 2001:db8:1::/48" }, blocks("2001:db8:1:2:3:4:5:6"));
        CPPUNIT_ASSERT_EQUAL(blocks("2001:DB8:1:2::1"), blocks("2001:0db8:0001:0002:ffff:ffff:ffff:ffff"));
    }
    void an_ipv4_address_in_ipv6_clothes_is_the_same() { CPPUNIT_ASSERT_EQUAL(blocks("192.0.2.17"), blocks("::ffff:192.0.2.17")); }
    void what_is_no_address_is_one_subject()
    {
        for (auto const* text : { "", "unknown", "192.0.2", "192.0.2.17:80", "::g", "192.0.2.17, 10.0.0.1" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string { "unknown unknown" }, blocks(text));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LimitsTest);

}
