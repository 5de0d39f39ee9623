// For demonstrations and tests: every mail becomes a file instead of travelling.
#pragma once

#include "mail/transport.h"

namespace portal::mail {

// The file's name for a Message-ID, without a folder: the same for the same mail, safe whatever the id holds.
std::string file_name(std::string const& message_id);

class FilesTransport final : public Transport {
public:
    // Makes the folder when it is missing; throws std::runtime_error when that fails.
    explicit FilesTransport(std::string folder);
    // The finished file appears at once or not at all, and is on the disk when this returns. A mail that is sent again
    // replaces its own file.
    SendResult send(Message const& message) override;

private:
    std::string m_folder;
};

}
