#include "plugin_check/library.h"

#include "plugins/sandbox.h"

#include <cerrno>
#include <csignal>

#include <dlfcn.h>
#include <fcntl.h>
#include <ucontext.h>
#include <unistd.h>

namespace portal::plugin_check {

namespace {

Board* g_board = nullptr; // for the signal handler

void refuse_system_call(int, siginfo_t* info, void* context)
{
    g_board->refused_system_call(info->si_syscall);
    auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
    registers.gregs[REG_RAX] = -EPERM;
#elif defined(__aarch64__)
    registers.regs[0] = static_cast<unsigned long long>(-EPERM);
#else
#error "say here in which register a system call's result stands"
#endif
}

void watch_system_calls(Board& board)
{
    g_board = &board;
    struct sigaction action { };
    action.sa_sigaction = refuse_system_call;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    ::sigaction(SIGSYS, &action, nullptr);
}

// nullptr when it is missing or not whole.
template <typename Table> Table const* table(portal_plugin const& plugin, char const* id, std::size_t least, bool (*is_whole)(Table const&))
{
    auto const* const found = static_cast<Table const*>(plugin.capability(id));
    return found && found->size >= least && is_whole(*found) ? found : nullptr;
}

}

Entry load_in_cage(Probe& probe)
{
    // As in the host: beside the system's libraries the cage lets this one file be read, until it is loaded.
    constexpr int library = 4;
    int const file = ::open(probe.subject().library.c_str(), O_RDONLY | O_CLOEXEC);
    if (file != library)
        ::dup2(file, library); // the cage closes the other one
    plugins::Cage cage;
    cage.library = library;
    cage.kept_descriptors = library + 1;
    // What the portal gives a host, and what this program has itself by now.
    cage.memory = 1024ULL << 20;
    cage.refusal = plugins::Refusal::signal;
    cage.may_lack_landlock = probe.subject().may_lack_landlock;
    watch_system_calls(probe.board());
    plugins::close_cage(cage);
    probe.doing("dlopen");
    void* const loaded = ::dlopen(probe.subject().library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!loaded) {
        char const* const why = ::dlerror();
        probe.find("library.not_loaded", "a shared library that can be loaded", why ? why : "dlopen gave NULL");
    }
    ::close(library);
    plugins::lock_cage(plugins::Refusal::signal);
    auto const entry = loaded ? reinterpret_cast<Entry>(::dlsym(loaded, "portal_plugin_entry_v1")) : nullptr;
    if (loaded && !entry)
        probe.find("library.no_entry", "the exported function portal_plugin_entry_v1", "no such symbol");
    probe.doing("portal_plugin_entry_v1()");
    return entry;
}

Library::Library(Probe& probe)
    : plugin(load_in_cage(probe)())
    , reference(table<portal_reference>(*plugin, PORTAL_REFERENCE, reference_1_0, [](auto const& found) { return found.normalise && found.display; }))
    , code(table<portal_security_code>(*plugin, PORTAL_SECURITY_CODE, code_1_0, [](auto const& found) { return found.normalise != nullptr; }))
    , import(table<portal_billing_import>(*plugin, PORTAL_BILLING_IMPORT, import_1_0, [](auto const& found) { return found.run != nullptr; }))
    , readings_export(table<portal_readings_export>(*plugin, PORTAL_READINGS_EXPORT, export_1_0, [](auto const& found) { return found.run != nullptr; }))
{
}

portal_setting_info const& setting_info(portal_plugin const& plugin, std::uint32_t index)
{
    auto const* const first = reinterpret_cast<std::byte const*>(plugin.settings);
    return *reinterpret_cast<portal_setting_info const*>(first + static_cast<std::size_t>(index) * plugin.settings->size);
}

std::vector<TextFunction> text_functions(Library const& library)
{
    // The longest that fits into a row, or into an answer of the host.
    constexpr std::size_t reference = 64;
    constexpr std::size_t answer = 1024;
    constexpr std::size_t customer = 40;
    std::vector<TextFunction> functions;
    if (library.reference) {
        functions.push_back({ "reference.normalise", library.reference->normalise, reference });
        functions.push_back({ "reference.display", library.reference->display, answer });
        if (library.reference->customer)
            functions.push_back({ "reference.customer", library.reference->customer, customer });
    }
    if (library.code)
        functions.push_back({ "security-code.normalise", library.code->normalise, reference });
    return functions;
}

}
