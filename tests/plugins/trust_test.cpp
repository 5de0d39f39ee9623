// Only the plugins that the admin means run: from the folder itself, with the right owner and mode, signed where that is asked for.
#include "plugins/targets.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

using namespace portal;
using namespace portal::plugins;
namespace fs = std::filesystem;

namespace {

class TrustTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(TrustTest);
    CPPUNIT_TEST(a_copied_plugin_runs);
    CPPUNIT_TEST(what_others_may_write_does_not_run);
    CPPUNIT_TEST(what_a_stranger_owns_does_not_run);
    CPPUNIT_TEST(symbolic_links_are_not_followed);
    CPPUNIT_TEST(names_do_not_lead_elsewhere);
    CPPUNIT_TEST(what_was_looked_at_is_what_runs);
    CPPUNIT_TEST(a_signature_is_asked_for_before_anything_runs);
    CPPUNIT_TEST(refused_ones_are_listed_with_the_reason);
    CPPUNIT_TEST_SUITE_END();

    tests::TemporaryFolder m_folder;
    ManualClock m_clock { Instant {} };
    Trust m_trust;

    std::string path(std::string const& name = {}) const { return m_folder / ("plugins/zoo.beast/1.0.0" + (name.empty() ? "" : "/" + name)); }
    std::string called() const
    {
        Options options = test::options(m_folder / "plugins");
        options.trust = m_trust;
        Plugins plugins { options, m_clock };
        try {
            return *plugins.normalise_reference(test::target(1, "zoo.beast"), "version");
        } catch (PluginUnavailable const& error) {
            return error.what();
        }
    }
    static void says(std::string const& expected, std::string const& said)
    {
        CPPUNIT_ASSERT_MESSAGE(said + "\n  instead of: " + expected, said.find(expected) != std::string::npos);
    }

public:
    void setUp() override
    {
        fs::create_directories(path());
        for (auto const* name : { "plugin.so", "manifest.json" }) {
            fs::copy_file(test::built("tests/zoo/zoo.beast/1.0.0/") + name, path(name));
            fs::permissions(path(name), fs::perms { 0644 });
        }
        for (auto const& folder : { m_folder / "plugins", m_folder / "plugins/zoo.beast", path() })
            fs::permissions(folder, fs::perms { 0755 });
    }
    void a_copied_plugin_runs() { CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, called()); }
    void what_others_may_write_does_not_run()
    {
        for (auto const& one : { m_folder / "plugins", m_folder / "plugins/zoo.beast", path(), path("plugin.so"), path("manifest.json") })
            for (auto const others : { fs::perms::group_write, fs::perms::others_write }) {
                fs::permissions(one, others, fs::perm_options::add);
                says(one + ": others than its owner may write it (mode ", called());
                fs::permissions(one, others, fs::perm_options::remove);
            }
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, called());
    }
    void what_a_stranger_owns_does_not_run()
    {
        if (::geteuid() != 0) { // we cannot give files away, but we can mean somebody else
            m_trust.owner = ::geteuid() + 1;
            says("belongs to", called());
            return;
        }
        for (auto const& one : { m_folder / "plugins", path(), path("plugin.so"), path("manifest.json") }) {
            CPPUNIT_ASSERT_EQUAL(0, ::chown(one.c_str(), 1, 0));
            says(one + ": belongs to ", called());
            CPPUNIT_ASSERT_EQUAL(0, ::chown(one.c_str(), 0, 0));
        }
        CPPUNIT_ASSERT_EQUAL(0, ::chown(path("plugin.so").c_str(), 1, 0));
        m_trust.owner = 1;
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, called());
    }
    void symbolic_links_are_not_followed()
    {
        auto const replaced_by_link = [&](std::string const& one) {
            fs::rename(one, m_folder / "elsewhere");
            fs::create_symlink(m_folder / "elsewhere", one);
            says(one + ": is a symbolic link", called());
            fs::remove(one);
            fs::rename(m_folder / "elsewhere", one);
        };
        for (auto const& one : { path("plugin.so"), path("manifest.json"), path(), m_folder / "plugins/zoo.beast" })
            replaced_by_link(one);
        // The configured folder is the admin's own word.
        fs::rename(m_folder / "plugins", m_folder / "elsewhere");
        fs::create_directory_symlink(m_folder / "elsewhere", m_folder / "plugins");
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, called());
    }
    void names_do_not_lead_elsewhere()
    {
        for (auto const* id : { "..", "../zoo.beast", "zoo.beast/1.0.0", "", "zoo.beast/../zoo.beast", "Zoo" })
            CPPUNIT_ASSERT_THROW_MESSAGE(id, open_installed(m_folder / "plugins", id, "1.0.0", m_trust), ManifestError);
        CPPUNIT_ASSERT_THROW(open_installed(m_folder / "plugins", "zoo.beast", "..", m_trust), ManifestError);
    }
    void what_was_looked_at_is_what_runs()
    {
        auto const plugin = open_installed(m_folder / "plugins", "zoo.beast", "1.0.0", m_trust);
        struct stat looked_at {
        }, put_there {};
        fs::copy_file(path("plugin.so"), path("other"));
        fs::rename(path("other"), path("plugin.so"));
        CPPUNIT_ASSERT_EQUAL(0, ::fstat(plugin.library.number(), &looked_at));
        CPPUNIT_ASSERT_EQUAL(0, ::stat(path("plugin.so").c_str(), &put_there));
        CPPUNIT_ASSERT(looked_at.st_ino != put_there.st_ino);
    }
    void a_signature_is_asked_for_before_anything_runs()
    {
        std::string seen;
        m_trust.signature_problem = [&](SignedFiles const& files) {
            seen = std::string { files.signature } + "|" + std::to_string(files.manifest.size()) + "|" + std::to_string(files.library.size());
            return files.signature == "a seal" ? "" : "is no seal";
        };
        says("plugin.sig: is no seal", called());
        std::ofstream { path("plugin.sig") } << "a seal";
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, called());
        CPPUNIT_ASSERT_EQUAL("a seal|" + std::to_string(fs::file_size(path("manifest.json"))) + "|" + std::to_string(fs::file_size(path("plugin.so"))), seen);
    }
    void refused_ones_are_listed_with_the_reason()
    {
        fs::permissions(path("plugin.so"), fs::perms::others_write, fs::perm_options::add);
        auto const all = installed_versions(m_folder / "plugins", m_trust);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, all.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "zoo.beast 1.0.0" }, all[0].id + " " + all[0].version);
        says("use chmod go-w", all[0].refusal);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TrustTest);

}
