#include "plugins/host_serve.h"

#include "plugins/host_delivery.h"
#include "plugins/host_export.h"
#include "plugins/host_library.h"
#include "plugins/host_sink.h"
#include "plugins/host_statements.h"
#include "plugins/sandbox.h"

#include <unistd.h>

namespace portal::plugins {

namespace {

void fill(wire::Failure& failure, portal_status status, portal_error const& error)
{
    auto const text = [](char const* from, std::size_t size) { return std::string { from, ::strnlen(from, size) }; };
    failure.set_status(status);
    failure.set_key(text(error.key, sizeof error.key));
    failure.set_field(text(error.field, sizeof error.field));
    failure.set_detail(text(error.detail, sizeof error.detail));
}

class Host {
public:
    explicit Host(int socket)
        : m_socket(socket)
        , m_channel(socket)
        , m_library([this](int level, std::string text) { log(level, std::move(text)); })
    {
    }

    int run()
    {
        wire::ToHost asked;
        if (m_channel.receive(asked, std::nullopt) != Io::done || !asked.has_open())
            return 2;
        if (!open(asked.open()))
            return 0;
        wire::ToHost next;
        while (m_channel.receive(next, std::nullopt) == Io::done) {
            if (next.has_call())
                call(next.call());
            else if (next.has_import())
                import(next.import());
            else if (next.has_export_())
                export_readings();
        }
        // The plugin's destructors and static objects are not run: the process ends, and they could only do harm.
        return 0;
    }

private:
    bool open(wire::Open const& asked)
    {
        wire::FromHost reply;
        try {
            Cage cage;
            cage.library = library();
            cage.kept_descriptors = first_file() + static_cast<int>(asked.files());
            cage.memory = asked.memory();
            cage.cpu_seconds = asked.cpu_seconds();
            cage.may_lack_landlock = asked.may_lack_landlock();
            reply.mutable_opened()->set_lacks_landlock(!close_cage(cage));
        } catch (LandlockMissing const& missing) {
            auto& failure = *reply.mutable_failure();
            failure.set_status(PORTAL_INTERNAL);
            failure.set_key("plugin.refused");
            failure.set_detail(missing.what() + std::string { ". plugins.allow_without_landlock = true runs it all the same" });
            m_channel.send(reply, std::nullopt);
            return false;
        }
        auto answer = m_library.load(asked, library());
        ::close(library());
        lock_cage();
        if (answer.status == PORTAL_OK)
            answer = m_library.open(asked);
        if (answer.status == PORTAL_OK)
            reply.mutable_opened()->set_code_is_document_number(m_library.code_is_document_number());
        else
            fill(*reply.mutable_failure(), answer.status, answer.error);
        return m_channel.send(reply, std::nullopt) == Io::done && answer.status == PORTAL_OK;
    }

    void call(wire::Call const& asked)
    {
        // Should the portal be gone, nobody else ends a plugin that loops.
        ::alarm(asked.alarm_seconds());
        auto const answer = m_library.call(asked.function(), asked.text());
        ::alarm(0);
        wire::FromHost reply;
        if (answer.status == PORTAL_OK)
            reply.set_text(answer.text);
        else
            fill(*reply.mutable_failure(), answer.status, answer.error);
        m_channel.send(reply, std::nullopt);
    }

    void import(wire::Import const& asked)
    {
        HostDelivery delivery { first_file(), { asked.names().begin(), asked.names().end() }, asked.unpacked() };
        HostSink sink { m_channel, m_library, delivery };
        portal_error error {};
        error.size = sizeof error;
        portal_status status = PORTAL_BAD_DATA;
        if (delivery.error().key[0] == 0 && asked.statements())
            status = read_statements(delivery, sink, error);
        else if (delivery.error().key[0] == 0)
            status = m_library.billing_import() ? m_library.billing_import()->run(m_library.instance(), delivery.border(), sink.border(), &error)
                                                : PORTAL_INTERNAL;
        sink.flush();
        wire::FromHost reply;
        if (delivery.error().key[0] != 0)
            fill(*reply.mutable_failure(), PORTAL_BAD_DATA, delivery.error());
        else if (status != PORTAL_OK)
            fill(*reply.mutable_failure(), status, error);
        else
            reply.mutable_imported();
        m_channel.send(reply, std::nullopt);
    }

    void export_readings()
    {
        wire::FromHost reply;
        portal_error error {};
        error.size = sizeof error;
        if (auto const* const table = m_library.readings_export()) {
            HostExport border { m_channel };
            auto const status = table->run(m_library.instance(), border.readings(), border.files(), &error);
            border.flush();
            if (status == PORTAL_OK)
                reply.mutable_exported();
            else
                fill(*reply.mutable_failure(), status, error);
        } else {
            std::string_view { "plugin.cannot" }.copy(error.key, sizeof error.key - 1);
            std::string_view { "it does not write readings for the billing system" }.copy(error.detail, sizeof error.detail - 1);
            fill(*reply.mutable_failure(), PORTAL_REJECTED, error);
        }
        m_channel.send(reply, std::nullopt);
    }

    void log(int level, std::string text)
    {
        wire::FromHost message;
        message.mutable_log()->set_level(level);
        message.mutable_log()->set_text(std::move(text));
        m_channel.send(message, std::nullopt);
    }

    // Inherited, in this order: the socket, the library, the files of a delivery.
    int library() const { return m_socket + 1; }
    int first_file() const { return m_socket + 2; }

    int m_socket;
    Channel m_channel;
    HostLibrary m_library;
};

}

int serve_as_host(int socket)
{
    // On the heap and never freed: see run().
    auto* const host = new Host { socket };
    return host->run();
}

}
