#pragma once

#include "server/api/routing/operation.hpp"
#include "tests/server/api/channel_fingerprints.hpp"
#include "tests/server/api/random_requests.hpp"
#include "tests/server/api/test_api.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace slipway::api {

/// Somebody who sends requests.
struct Sender {
    std::string name;
    std::string secret;
    std::vector<std::string> may_change;  // patterns of channels

    bool may(const std::string& channel) const;
};

/// Two repositories with channels, everybody who may send requests to them, and what every channel was when they were
/// last compared. Requests are random, for operations of the router's table.
class WatchedChannels {
public:
    explicit WatchedChannels(std::uint64_t seed);

    /// Those with the fewest rights come first.
    const std::vector<Sender>& senders() const { return senders_; }
    const Sender& any_sender() { return requests_.one_of(senders_); }
    /// One of the table; of those that change what channels contain more often than of others.
    const Operation& any_operation();

    /// Makes anew, as the administrator, what requests took: repositories, distros, channels that take uploads, a
    /// package of each format, a pin and a standby key.
    void restore();
    /// Sends one request about any channel.
    void ask_about_any(const Operation& operation, const Sender& sender);
    /// Sends requests about channels that the sender may change, until one is carried out or many were refused.
    void ask_about_own(const Operation& operation, const Sender& sender);
    /// Lets a day pass, and the ephemeral channels end whose time has come.
    void let_expire();

    /// Compares every channel that no pattern covers with what it was when they were last compared; "": equal. Else
    /// what differs, and which requests were sent since.
    std::string changed_beyond(const std::vector<std::string>& patterns);

    /// The operations that change something and of which no request was carried out.
    std::vector<std::string> never_carried_out() const;
    std::string revisions_without_a_cause();

private:
    void add_sender(const std::string& name, const std::string& secret, std::vector<std::string> may_change);
    std::string make_token(const std::string& scopes, const std::string& lifetime);
    void restore_repository(const std::string& repository);
    void restore_channel(const std::string& channel);
    void restore_package(const std::string& channel_url, const std::string& distro);
    std::vector<std::string> usable_keys(const std::string& repository);
    std::vector<std::string> packages_in(const std::string& channel);
    Known known_about(const std::string& channel);
    /// What the administrator is told at this address: read once as long as no request is carried out.
    const Response& told(const std::string& target);
    unsigned ask(const Operation& operation, const Sender& sender, const std::string& channel);

    TestApi api_;
    ChannelFingerprints fingerprints_{api_};
    RandomRequests requests_;
    std::string administrator_;
    std::vector<Sender> senders_;
    std::string spare_token_;  // its id, to be revoked
    int version_ = 0;          // of the packages that restore() makes
    Fingerprints before_;
    std::map<std::string, Response> told_;  // by address
    std::vector<std::string> asked_;        // since channels were last compared
    std::set<std::string> carried_out_;
};

}  // namespace slipway::api
