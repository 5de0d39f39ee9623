// The audit log: an entry is there exactly when its act is.
#include "support/databases.h"

#include "features/audit/audit.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;

namespace {

constexpr db::Sql s_entries { "test.entries", "select tenant_id, account_id, actor, event, subject, detail, happened_at from audit_log order by id" };

struct Refused {
    int why;
};

class AuditTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(AuditTest);
    CPPUNIT_TEST(an_entry_stands_with_its_act);
    CPPUNIT_TEST(an_act_that_is_rolled_back_takes_its_entry_with_it);
    CPPUNIT_TEST(a_long_detail_is_cut_between_characters);
    CPPUNIT_TEST_SUITE_END();

    Instant const m_now = instant_from_number(1'527'933'600'000'000);

    void an_entry_stands_with_its_act()
    {
        tests::on_each_database([&](db::Database& database) {
            database.transact([&](db::Transaction& transaction) {
                audit::record(
                    transaction, m_now, { TenantId { 3 }, AccountId { 7 }, audit::Actor::portalctl, "claim.letter_made", "00000107", "za odjemalca" });
            });
            database.read([&](db::Session& session) {
                auto const rows = session.query(s_entries);
                CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.size());
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 3 }, rows[0].integer(0));
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 7 }, rows[0].integer(1));
                CPPUNIT_ASSERT_EQUAL(std::string { "portalctl" }, rows[0].text(2));
                CPPUNIT_ASSERT_EQUAL(std::string { "claim.letter_made" }, rows[0].text(3));
                CPPUNIT_ASSERT_EQUAL(std::string { "00000107" }, rows[0].text(4));
                CPPUNIT_ASSERT_EQUAL(std::string { "za odjemalca" }, rows[0].text(5));
                CPPUNIT_ASSERT(rows[0].instant(6) == m_now);
            });
        });
    }

    void an_act_that_is_rolled_back_takes_its_entry_with_it()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const outcome = database.transact([&](db::Transaction& transaction) -> Result<Done, Refused> {
                audit::record(transaction, m_now, { .event = "account.password_changed" });
                return refuse(Refused { 1 });
            });
            CPPUNIT_ASSERT(!outcome);
            database.read([&](db::Session& session) { CPPUNIT_ASSERT(session.query(s_entries).empty()); });
        });
    }

    void a_long_detail_is_cut_between_characters()
    {
        tests::on_each_database([&](db::Database& database) {
            std::string detail(399, 'x');
            detail += "č"; // its second byte would be the 401st
            database.transact([&](db::Transaction& transaction) { audit::record(transaction, m_now, { .event = "test", .detail = detail }); });
            database.read([&](db::Session& session) { CPPUNIT_ASSERT_EQUAL(std::string(399, 'x'), session.query(s_entries)[0].text(5)); });
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AuditTest);

}
