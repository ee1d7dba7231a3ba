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

/// When to check a name again although none of its packages came or went, because one of them is kept for its age
/// alone.
using DueNames = std::multimap<Seconds, std::pair<IndexKey, std::string>>;

struct Prunable {
    std::vector<PrunablePackage> packages;
    DueNames due;
};

/// Returns when packages were uploaded, in the order asked for. Faults: corrupt (there is no such package), io.
using UploadTimes = std::function<Result<std::vector<Seconds>>(std::span<const Sha256> packages)>;

/// Finds what the policy does not keep of a content. `versions` keeps the newest versions of each name and architecture
/// in a distro's component, and `days` keeps what was uploaded since; with both, a package stays if one of them keeps
/// it. The newest version always stays. The result is in order of distros, components, names. Reads these names, or
/// without them the whole content. Asks for times only if the policy has `days`, and only of packages that are not
/// among the newest. Faults: corrupt, io.
Result<Prunable> find_prunable(const UploadTimes& uploaded_at, const index::NodeReader& nodes,
                               const storage::RepositoryRow& repository, const ContentLists& lists,
                               const storage::KeepPolicy& policy, Seconds now,
                               const std::optional<NamesByIndex>& names = std::nullopt);

/// One application of a channel's policy.
struct KeepApplied {
    std::string channel;
    storage::KeepPolicy policy;
    Seconds time{};
    bool to_all = false;  // to all names of the channel
    DueNames due;
};

/// Remembers the content that a channel had when its policy was last applied, so that the next application checks only
/// what changed since and what grew too old. It is in memory only, so the first application after a start checks
/// everything. One thread at a time.
class KeptContent {
public:
    /// Returns the names to check. Returns nothing if all of them have to be checked, because the policy changed or
    /// what is remembered is of no use.
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

/// The remembered content of each channel, by its name.
using KeptContents = std::map<std::string, KeptContent>;

}  // namespace slipway::publishing
