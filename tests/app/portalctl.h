// The real program portalctl, run to its end.
#pragma once

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace portal::tests {

struct CommandAnswer {
    int exit_code = -1;
    std::string out, error;
};

// `folder`: the working directory.
inline CommandAnswer portalctl(std::string const& folder, std::vector<std::string> const& arguments)
{
    Poco::Pipe out;
    Poco::Pipe error;
    auto const handle = Poco::Process::launch(std::string { std::getenv("PORTAL_BUILD") } + "/bin/portalctl", arguments, folder, nullptr, &out, &error);
    CommandAnswer answer;
    // Either is less than a pipe holds, so neither fills while the other is read.
    Poco::PipeInputStream out_stream { out };
    Poco::PipeInputStream error_stream { error };
    Poco::StreamCopier::copyToString(out_stream, answer.out);
    Poco::StreamCopier::copyToString(error_stream, answer.error);
    answer.exit_code = handle.wait();
    return answer;
}

}
