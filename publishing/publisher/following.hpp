#pragma once

#include "publishing/cluster/currency.hpp"
#include "publishing/publisher/loading.hpp"
#include "publishing/publisher/repository_slot.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// Takes over what other nodes have published. Repositories that publish themselves at the moment are left alone: their
/// publication finds that it is stale. Every function waits, and is for no thread of the publisher's own.
class Following {
public:
    explicit Following(PublisherState& of) : of_(of) {}

    /// Serves the newest of each repository, as far as possible. Returns what is served.
    std::vector<Announcement> follow(const std::vector<Announcement>& news);

    enum class CaughtUp : unsigned char {
        loaded,  // the slot has what is published
        gone,    // there is no repository of this name
        failed,
    };
    /// Loads a repository again whose publication was stale. Precondition: that one keeps the slot busy.
    CaughtUp catch_up(const std::string& repository);

private:
    /// What is to be done for a piece of news: nothing, as it is served; nothing yet (both empty); or the loading of a
    /// repository.
    struct Claim {
        bool is_served = false;
        std::int64_t generation = 0;
        std::string repository{};
    };

    std::optional<std::int64_t> follow_one(const Announcement& news);
    Result<std::optional<std::string>> name_of(RowId repository) const;
    Claim claim(const Announcement& news, const std::optional<std::string>& name);
    Result<std::optional<LoadedAgain>> read(const std::string& repository, const RepositorySlot& before) const;
    void take(const std::string& repository, LoadedAgain loaded);
    void destroy(const std::vector<Sha256>& purged);
    std::int64_t release(const std::string& repository, CaughtUp how, const Announcement& news);

    PublisherState& of_;
};

}  // namespace slipway::publishing
