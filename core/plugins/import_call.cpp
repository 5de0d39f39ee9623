#include "plugins/import_call.h"

#include "plugins/pack.h"
#include "plugins/row_reader.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace portal::plugins {

namespace {

constexpr std::size_t s_most_paths = 64;

class OpenFiles {
public:
    OpenFiles() = default;
    OpenFiles(OpenFiles const&) = delete;
    OpenFiles& operator=(OpenFiles const&) = delete;
    ~OpenFiles()
    {
        for (int const descriptor : m_all)
            ::close(descriptor);
    }
    // Why not, for the admin; nullopt when it is open.
    std::optional<std::string> open(std::string const& path)
    {
        int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor < 0)
            return std::strerror(errno);
        m_all.push_back(descriptor);
        struct stat about { };
        if (::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode))
            return "not a file";
        return std::nullopt;
    }
    std::vector<int> const& all() const { return m_all; }

private:
    std::vector<int> m_all;
};

// Becomes readable when the stop_token asks.
class StopSignal {
public:
    explicit StopSignal(std::stop_token const& stop)
        : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_callback(stop, [this] {
            std::uint64_t const one = 1;
            [[maybe_unused]] auto const written = ::write(m_descriptor, &one, sizeof one);
        })
    {
    }
    StopSignal(StopSignal const&) = delete;
    StopSignal& operator=(StopSignal const&) = delete;
    ~StopSignal()
    {
        m_callback.reset();
        ::close(m_descriptor);
    }
    int descriptor() const { return m_descriptor; }

private:
    struct Act {
        std::function<void()> act;
        void operator()() const { act(); }
    };
    struct Callback {
        Callback(std::stop_token const& stop, std::function<void()> act)
            : value(std::in_place, stop, Act { std::move(act) })
        {
        }
        void reset() { value.reset(); }
        std::optional<std::stop_callback<Act>> value;
    };
    int m_descriptor;
    Callback m_callback;
};

Result<ImportSummary, Rejection> receive_rows(HostProcess& host, Options const& options, RowSink& sink, std::stop_token const& stop)
{
    StopSignal const signal { stop };
    RowReader reader { sink };
    std::chrono::steady_clock::duration waited {};
    while (true) {
        auto const began = std::chrono::steady_clock::now();
        auto const* const reply = stop.stop_requested() ? nullptr : host.receive(began + options.import_silence, signal.descriptor());
        // The portal's own time between two frames is not the plugin's: a slow database ends no import.
        waited += std::chrono::steady_clock::now() - began;
        if (!reply) {
            auto summary = reader.summary();
            summary.stopped = true;
            return summary;
        }
        if (waited > options.import_wait)
            throw HostFailure(HostFailure::Kind::timeout, "the plugin let the portal wait for rows longer than plugins.import_hours allows an import");
        switch (reply->what_case()) {
        case wire::FromHost::kRows:
            reader.read(reply->rows().packed());
            sink.progress(reader.summary().rows, reply->rows().bytes_read());
            break;
        case wire::FromHost::kImported:
            if (!reader.has_begun())
                throw BadPacking();
            return reader.summary();
        case wire::FromHost::kFailure: return refuse(rejection_of(reply->failure()));
        default: throw BadPacking();
        }
    }
}

}

Result<ImportSummary, Rejection> run_import(
    Options const& options, Target const& target, Reader reader, std::vector<std::string> const& paths, RowSink& sink, std::stop_token const& stop)
{
    if (paths.empty() || paths.size() > s_most_paths)
        return refuse(Rejection { "delivery.file_count", {}, "1 to 64 files" });
    OpenFiles files;
    wire::ToHost message;
    for (auto const& path : paths) {
        auto const name = plain_text(std::filesystem::path { path }.filename().string(), 200);
        if (auto const why = name.empty() ? std::optional<std::string> { "a name that is no plain text" } : files.open(path))
            return refuse(Rejection { "delivery.unreadable", name, *why });
        message.mutable_import()->add_names(name);
    }
    message.mutable_import()->set_unpacked(options.unpacked);
    message.mutable_import()->set_statements(reader == Reader::statements);
    try {
        auto opened = open_host(options, target, Life::one_job, files.all());
        if (auto const* const wrong = std::get_if<Rejection>(&opened))
            return refuse(*wrong);
        auto& host = *std::get<OpenedHost>(opened).process;
        host.send(message, std::chrono::steady_clock::now() + options.start_time);
        return receive_rows(host, options, sink, stop);
    } catch (HostFailure const& failure) {
        log_failure(target, failure);
        throw;
    } catch (BadPacking const& lie) {
        HostFailure const failure { HostFailure::Kind::crashed, "the plugin host sent " + std::string { lie.what() } };
        log_failure(target, failure);
        throw failure;
    }
}

}
