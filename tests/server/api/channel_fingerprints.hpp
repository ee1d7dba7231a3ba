#pragma once

#include "storage/catalog/catalog.hpp"
#include "tests/server/api/test_api.hpp"

#include <map>
#include <string>
#include <vector>

namespace slipway::api {

// Channels are called "main/dev" here, and patterns of them "main/branch-*" or "*/*".

struct ChannelName {
    std::string repository;
    std::string channel;
};
ChannelName parts_of(const std::string& channel);
std::string url_of_repository(const std::string& repository);
std::string url_of_channel(const std::string& channel);
bool is_covered(const std::string& channel, const std::vector<std::string>& patterns);

/// All that is served of a channel and told about it, by what it is.
using Fingerprint = std::map<std::string, std::string>;
using Fingerprints = std::map<std::string, Fingerprint>;  // by channel

/// Looks at channels, as an administrator and as a package manager does.
class ChannelFingerprints {
public:
    explicit ChannelFingerprints(TestApi& api) : api_(api) {}

    /// Waits until the server has done what follows from the requests before, and looks at every channel there is.
    Fingerprints take();

private:
    void settle();
    Fingerprint fingerprint(const std::string& channel);
    const std::string& status_of(const std::string& path);
    void add_files(Fingerprint& found, const std::string& channel);
    void count_events();

    TestApi& api_;
    storage::RowId last_event_ = 0;
    std::map<std::string, std::size_t> events_;    // how many each channel has
    std::map<std::string, std::string> statuses_;  // of files, by path, since the last look began
};

/// What differs of channels that no pattern covers; "": nothing.
std::string differences_beyond(const std::vector<std::string>& patterns, const Fingerprints& was,
                               const Fingerprints& is);

}  // namespace slipway::api
