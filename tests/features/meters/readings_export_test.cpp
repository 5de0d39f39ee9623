// Reported readings go to the billing system at least once and under the same name, whatever happens in between.
#include "features/meters/readings_export.h"

#include "support/databases.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace portal;

namespace {

constexpr db::Sql s_submit { "test.submit",
    "insert into submitted_readings (tenant_id, id, account_id, customer_number, supply_point, meter_number, register_code, value, scale, unit, consumption, "
    "unusual, "
    "read_on, window_start, current, submitted_at, exported_at, sequence, replaces, verdict, verdict_reason) values (?, ?, 1, ?, 'OM1', ?, '1', ?, 0, 'm³', "
    "12, 0, "
    "20180602, 20180525, ?, 1527936127123000, null, ?, null, '', '')" };
constexpr db::Sql s_last { "test.last", "insert into reading_sequences (tenant_id, last) values (1, ?)" };
constexpr db::Sql s_replace { "test.replace", "update submitted_readings set current = null where tenant_id = ? and id = ?" };

constexpr db::Sql s_forget_export { "test.forget_export", "update submitted_readings set exported_at = null where tenant_id = 1" };

// Throws at the n-th statement and at all later ones.
struct DeathAt final : db::Observer {
    explicit DeathAt(int statement)
        : left(statement)
    {
    }
    void before(std::string_view) override
    {
        if (--left <= 0)
            throw std::runtime_error("died");
    }
    int left;
};

// What the billing system gets, even from an export that dies.
std::string exported(db::Database& database, std::int64_t tenant = 1)
{
    SystemClock const clock;
    std::ostringstream out;
    try {
        auto handover = meters::Handover::begin(database, TenantScope::assume(TenantId { tenant }), std::nullopt);
        meters::export_csv(*handover, clock, out);
    } catch (std::runtime_error const& death) {
        CPPUNIT_ASSERT_EQUAL(std::string { "died" }, std::string { death.what() });
    }
    return out.str();
}

void submit(db::Database& database, std::int64_t id, std::string const& meter, std::optional<int> current = 1, std::int64_t tenant = 1,
    std::string const& customer = "1001")
{
    database.transact([&](db::Transaction& transaction) { transaction.execute(s_submit, tenant, id, customer, meter, 1'499, current, id); });
}

std::string content(std::string const& path)
{
    std::ifstream file { path };
    return { std::istreambuf_iterator<char> { file }, {} };
}

class ReadingsExportTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReadingsExportTest);
    CPPUNIT_TEST(each_reading_that_counts_is_handed_over_once);
    CPPUNIT_TEST(a_correction_comes_again_under_its_own_id);
    CPPUNIT_TEST(a_crash_at_any_statement_loses_none);
    CPPUNIT_TEST(a_file_is_there_whole_or_not_at_all);
    CPPUNIT_TEST(many_readings_go_out_in_pages);
    CPPUNIT_TEST(an_older_cursor_hands_them_over_again);
    CPPUNIT_TEST_SUITE_END();

public:
    void each_reading_that_counts_is_handed_over_once()
    {
        tests::on_each_database([](db::Database& database) {
            submit(database, 5, "V1");
            submit(database, 6, "V,\"2\"");
            submit(database, 7, "V3", std::nullopt);
            submit(database, 8, "V4", 1, 2);
            CPPUNIT_ASSERT_EQUAL(std::string { "id,customer,supply_point,meter,register,read_on,value,unit,consumption,unusual,window,submitted_at,replaces\r\n"
                                               "0000000000005,1001,OM1,V1,1,2018-06-02,1499,m³,12,0,2018-05-25,2018-06-02T10:42:07.123Z,\r\n"
                                               "0000000000006,1001,OM1,\"V,\"\"2\"\"\",1,2018-06-02,1499,m³,12,0,2018-05-25,2018-06-02T10:42:07.123Z,\r\n" },
                exported(database));
            CPPUNIT_ASSERT_EQUAL(std::string {}, exported(database));
            CPPUNIT_ASSERT(exported(database, 2).find("V4") != std::string::npos);
        });
    }
    void a_correction_comes_again_under_its_own_id()
    {
        tests::on_each_database([](db::Database& database) {
            submit(database, 5, "V1");
            exported(database);
            database.transact([](db::Transaction& transaction) { transaction.execute(s_replace, 1, 5); });
            submit(database, 9, "V1");
            CPPUNIT_ASSERT(exported(database).find("\n0000000000009,") != std::string::npos);
        });
    }
    void a_crash_at_any_statement_loses_none()
    {
        tests::on_each_database([](db::Database& database) {
            submit(database, 5, "V1");
            submit(database, 6, "V2");
            for (int statement = 1; statement < 20; ++statement) {
                DeathAt death { statement };
                database.observe(&death);
                auto const first = exported(database);
                database.observe(nullptr);
                auto const second = exported(database);
                for (auto const* id : { "0000000000005", "0000000000006" })
                    CPPUNIT_ASSERT_MESSAGE("lost at statement " + std::to_string(statement), (first + second).find(id) != std::string::npos);
                CPPUNIT_ASSERT(exported(database).empty());
                if (death.left > 0)
                    return;
                database.transact([](db::Transaction& transaction) { transaction.execute(s_forget_export); });
            }
            CPPUNIT_FAIL("an export takes more statements than expected");
        });
    }
    void a_file_is_there_whole_or_not_at_all()
    {
        tests::on_each_database([](db::Database& database) {
            tests::TemporaryFolder const folder;
            auto const exported_into = [&](std::string const& path) {
                SystemClock const clock;
                auto handover = meters::Handover::begin(database, TenantScope::assume(TenantId { 1 }), std::nullopt);
                meters::export_csv(*handover, clock, path);
                return handover->count();
            };
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, exported_into(folder / "none.csv"));
            CPPUNIT_ASSERT(std::filesystem::is_empty(folder.path()));
            submit(database, 5, "V1");
            CPPUNIT_ASSERT_THROW(exported_into(folder / "no/such/folder.csv"), std::system_error);
            DeathAt death { 2 }; // after reading
            database.observe(&death);
            CPPUNIT_ASSERT_THROW(exported_into(folder / "first.csv"), std::runtime_error);
            database.observe(nullptr);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, exported_into(folder / "second.csv"));
            CPPUNIT_ASSERT(content(folder / "second.csv").find("\n0000000000005,") != std::string::npos);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, exported_into(folder / "second.csv"));
            CPPUNIT_ASSERT(content(folder / "second.csv").find("\n0000000000005,") != std::string::npos); // nothing new does not replace it
        });
    }
    void many_readings_go_out_in_pages()
    {
        tests::on_each_database([](db::Database& database) {
            database.transact([](db::Transaction& transaction) {
                for (int i = 1; i <= 1'001; ++i)
                    transaction.execute(s_submit, 1, i, "1001", "V" + std::to_string(i), 5, 1, i);
            });
            auto const text = exported(database);
            CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t { 1'002 }, std::count(text.begin(), text.end(), '\n'));
            CPPUNIT_ASSERT(exported(database).empty());
        });
    }
    void an_older_cursor_hands_them_over_again()
    {
        tests::on_each_database([](db::Database& database) {
            submit(database, 5, "V1");
            submit(database, 6, "V2", std::nullopt); // was corrected
            submit(database, 7, "V2");
            database.transact([](db::Transaction& transaction) { transaction.execute(s_last, 7); });
            exported(database);
            SystemClock const clock;
            std::ostringstream out;
            auto handover = *meters::Handover::begin(database, TenantScope::assume(TenantId { 1 }), meters::cursor_text(5));
            meters::export_csv(handover, clock, out);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, handover.count());
            CPPUNIT_ASSERT_EQUAL(meters::cursor_text(7), handover.cursor());
            CPPUNIT_ASSERT(!meters::Handover::begin(database, TenantScope::assume(TenantId { 1 }), "7"));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReadingsExportTest);

}
