#pragma once

#include "publishing/content/channel_diff.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// A package that a channel's policy does not keep.
struct PrunablePackage {
    RowId distro = 0;
    std::string component;  // deb; "" for rpm
    index::EntryKey key;
};

/// When to look at a name again though none of its packages came or went: one of them is kept for its youth alone.
using DueNames = std::multimap<Seconds, std::pair<IndexKey, std::string>>;

struct Prunable {
    std::vector<PrunablePackage> packages;
    DueNames due;
};

/// When packages were uploaded, in the order asked for. Faults: corrupt (there is no such package), io.
using UploadTimes = std::function<Result<std::vector<Seconds>>(std::span<const Sha256> packages)>;

/// What the policy does not keep of a content: of each name and architecture in a distro's component all but the newest
/// `versions`, or all that were uploaded more than `days` ago; with both, what neither keeps. The newest version always
/// stays. In order of distros, components, names. Reads these names, or without them the whole content; asks for times
/// only where the policy has `days`, and only of packages that are not among the newest. Faults: corrupt, io.
Result<Prunable> find_prunable(const UploadTimes& uploaded_at, const index::NodeReader& nodes,
                               const storage::RepositoryRow& repository, const ContentLists& lists,
                               const storage::KeepPolicy& policy, Seconds now,
                               const std::optional<NamesByIndex>& names = std::nullopt);

/// One application of a channel's policy.
struct KeepApplied {
    std::string channel;
    storage::KeepPolicy policy;
    Seconds time{};
    bool to_all = false;  // of its names
    DueNames due;
};

/// The content a channel had when its policy was last applied, so that the next application looks at what changed since
/// and at what grew too old. Kept in memory only: the first application after a start looks at everything. One thread
/// at a time.
class KeptContent {
public:
    /// The names to look at; nothing: all of them, where the policy changed or what is remembered is of no use.
    std::optional<NamesByIndex> names_to_check(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                                               const ContentLists& lists, const storage::KeepPolicy& policy,
                                               Seconds now) const;
    /// `lists` is what the policy left.
    void remember(KeepApplied applied, const ContentLists& lists);

private:
    std::optional<storage::KeepPolicy> policy_;
    ContentLists lists_;
    DueNames due_;
};

/// By channel.
using KeptContents = std::map<std::string, KeptContent>;

}  // namespace slipway::publishing
