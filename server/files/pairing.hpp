#pragma once

#include "base/digest.hpp"

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace slipway::files {

/// The two files of a repomd generation.
enum class Half : unsigned char { repomd, signature };

/// Which generation of a repomd.xml a client sees, so that the file and its signature reach it as a pair over any
/// number of connections and in either order. Thread-safe: one short lock.
class RepomdPairs {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds pin_lasts{10};
    static constexpr std::size_t default_entries = 65'536;

    explicit RepomdPairs(std::size_t most_entries = default_entries) : most_entries_(most_entries) {}

    /// Returns the generation from which to answer a GET: `newest` if there is no pin or its generation is older than
    /// `oldest_kept`. `client` identifies who requests which repomd.xml (see `client_of`).
    std::int64_t choose(const Sha256& client, Half half, std::int64_t newest, std::int64_t oldest_kept, Time now);

    std::size_t size() const;

private:
    struct Pin {
        Sha256 client;
        Half first;
        std::int64_t generation;
        Time since;
    };
    using Pins = std::list<Pin>;

    void pin(const Sha256& client, Half half, std::int64_t generation, Time now);

    const std::size_t most_entries_;
    mutable std::mutex mutex_;  // guards the two below
    Pins pins_;                 // in order of `since`
    std::unordered_map<Sha256, Pins::iterator> by_client_;
};

/// Address, User-Agent, credentials and URL as one value of fixed size, whatever a client sends.
Sha256 client_of(std::string_view address, std::string_view user_agent, std::string_view credentials,
                 std::string_view repomd_path);

}  // namespace slipway::files
