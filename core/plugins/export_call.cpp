#include "plugins/export_call.h"

#include "plugins/pack.h"

namespace portal::plugins {

namespace {

constexpr std::size_t s_longest_name = 200;
constexpr std::size_t s_packed_at_once = 128 * 1024; // far below the largest frame

void pack(std::string& packed, ExportedReading const& reading)
{
    Packer packer { packed };
    auto const row = to_c(sdk::ReadingRow { reading.id, reading.meter, reading.register_code, "customer", reading.is_unusual ? "confirmed" : "",
        reading.read_on, { reading.value.value(), reading.value.scale() } });
    auto const point = to_c(sdk::SupplyPointRow { reading.supply_point, reading.customer });
    visit_fields(row, packer);
    visit_fields(point, packer);
}

// The readings in frames, whatever the size of the caller's pages.
class Pages {
public:
    explicit Pages(std::function<std::vector<ExportedReading>()> const& next)
        : m_next(next)
    {
    }
    // Empty: that was all.
    std::string packed()
    {
        std::string packed;
        while (packed.size() < s_packed_at_once) {
            if (m_place == m_page.size()) {
                m_page = m_next();
                m_place = 0;
                if (m_page.empty())
                    break;
            }
            pack(packed, m_page[m_place++]);
        }
        return packed;
    }

private:
    std::function<std::vector<ExportedReading>()> const& m_next;
    std::vector<ExportedReading> m_page;
    std::size_t m_place = 0;
};

Result<Done, Rejection> serve(HostProcess& host, Options const& options, Pages pages, ExportFiles& files)
{
    bool has_file = false;
    while (true) {
        auto const deadline = std::chrono::steady_clock::now() + options.import_silence;
        auto const& reply = *host.receive(deadline);
        switch (reply.what_case()) {
        case wire::FromHost::kMoreReadings: {
            wire::ToHost page;
            page.mutable_readings()->set_packed(pages.packed());
            host.send(page, deadline);
            break;
        }
        case wire::FromHost::kNewFile: {
            auto const name = plain_text(reply.new_file().name(), s_longest_name);
            if (name.empty())
                throw BadPacking();
            files.begin(name, plain_text(reply.new_file().media_type(), s_longest_name));
            has_file = true;
            break;
        }
        case wire::FromHost::kWritten:
            if (!has_file)
                throw BadPacking();
            files.write(reply.written());
            break;
        case wire::FromHost::kExported: return Done {};
        case wire::FromHost::kFailure: return refuse(rejection_of(reply.failure()));
        default: throw BadPacking();
        }
    }
}

}

Result<Done, Rejection> run_export(Options const& options, Target const& target, std::function<std::vector<ExportedReading>()> const& next, ExportFiles& files)
{
    try {
        auto opened = open_host(options, target, Life::one_job);
        if (auto const* const wrong = std::get_if<Rejection>(&opened))
            return refuse(*wrong);
        auto& host = *std::get<OpenedHost>(opened).process;
        wire::ToHost message;
        message.mutable_export_();
        host.send(message, std::chrono::steady_clock::now() + options.start_time);
        return serve(host, options, Pages { next }, files);
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
