// What a hostile host may write into its socket: frames that end as messages, or as garbage. Every message is taken as the portal takes
// it, and as the host would.
#include "check.h"

#include "base/text.h"
#include "plugins/channel.h"
#include "plugins/opened_host.h"
#include "plugins/pack.h"
#include "plugins/protocol.pb.h"
#include "plugins/row_reader.h"
#include "plugins/silent_row_sink.h"

#include <cstdint>

#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace portal::plugins;

// Both ends of a socket; what is written into one comes out of the other, and then the end.
int socket_with(std::uint8_t const* data, std::size_t size)
{
    int pair[2];
    check(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "there are sockets");
    check(size == 0 || ::write(pair[1], data, size) == static_cast<ssize_t>(size), "a socket holds an input");
    ::close(pair[1]);
    return pair[0];
}

void take(wire::FromHost const& message, RowReader& rows)
{
    if (message.has_rows())
        rows.read(message.rows().packed());
    if (message.has_failure()) {
        auto const rejection = rejection_of(message.failure());
        check(!rejection.key.empty() && portal::is_utf8(rejection.key + rejection.field + rejection.detail), "a rejection is plain text");
    }
    check(plain_text(message.log().text(), 500).size() <= 500, "a line of the log is short");
}

template <typename Message, typename Take> void receive_all(std::uint8_t const* data, std::size_t size, Take take_message)
{
    Channel channel { socket_with(data, size) };
    Message message;
    Io io = Io::done;
    while ((io = channel.receive(message, std::nullopt)) == Io::done)
        take_message(message);
    check(io == Io::closed || io == Io::garbage, "frames end or are garbage");
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size > 65'536)
        return 0;
    portal::plugins::SilentRowSink nobody;
    RowReader rows { nobody };
    try {
        receive_all<wire::FromHost>(data, size, [&](wire::FromHost const& message) { take(message, rows); });
    } catch (BadPacking const&) {
    } catch (HostFailure const&) { // the portal ends such a host
    }
    receive_all<wire::ToHost>(data, size, [](wire::ToHost const&) {});
    return 0;
}
