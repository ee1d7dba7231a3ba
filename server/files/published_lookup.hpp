#pragma once

#include "publishing/served/published_tree.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace slipway::files {

/// What a path of the repositories names. All pointers are valid as long as the tree.
struct NothingThere {};
/// Something that was removed for good.
struct Gone {
    std::string_view why;  // a sentence
};
/// A file of the current publication, or one replaced a few minutes ago.
struct CurrentFile {
    const publishing::PublishedFile* file;
};
/// repomd.xml or its signature. The pairing decides of which generation.
struct RepomdFile {
    const std::vector<publishing::RepomdGeneration>* generations;
    bool is_signature;
    std::string path;  // of the repomd.xml, the same for both halves
    publishing::RowId distro;
    publishing::RowId channel;
    std::string basearch;
};
struct PoolPackage {
    publishing::PoolFile file;
    std::string_view content_type;
};
/// A package file that the tree does not know. The catalog may know it, because another process publishes, too.
struct UnknownPackage {
    publishing::RowId distro;
    std::string h;  // 16 lower-case hex digits
    std::string file_name;
    std::string_view content_type;
};
enum class SetUp : unsigned char { source, script };
struct SetUpFile {
    SetUp kind;
    const publishing::PublishedRepository* repository;
    const publishing::DistroRow* distro;  // null: the script that chooses one
    std::string channel;
    std::string snapshot;  // the id of a past state, which may name none; "": the newest
};
/// A standby key that repomd.xml names as a hint.
struct KeyHintFile {
    const std::string* armored;
};
/// A name with a digest that no current file has, perhaps of an older generation.
struct ReplacedFile {
    const publishing::PublishedRepository* repository;
    publishing::RowId distro;
    publishing::RowId channel;
    Sha256 sha256;
};
/// Release.gpg that is not made yet.
struct ReleaseSignature {
    std::string repository, distro, channel;
};
/// An index or entry point of a past state, to be found by the revision that `id` names.
struct SnapshotFile {
    const publishing::PublishedRepository* repository;
    const publishing::DistroRow* distro;
    const publishing::ChannelRow* channel;
    std::string id;
    std::string path;  // below `dists/{channel}/` or `{channel}/`
};
using Found = std::variant<NothingThere, Gone, CurrentFile, RepomdFile, PoolPackage, UnknownPackage, SetUpFile,
                           KeyHintFile, ReplacedFile, ReleaseSignature, SnapshotFile>;

/// Returns the basearch whose files are served: if this one has no index, that of the noarch packages, which its
/// machines can use. Other files are below the requested name.
std::string served_basearch(const publishing::ChannelFiles& files, const std::string& asked);

/// The file names of standby keys that repomd.xml names as hints: they are in every directory of a basearch.
std::vector<std::string> key_hint_names(const publishing::PublishedRepository& repository);

/// Whether packages of an rpm distro are found below this channel and basearch.
bool is_package_place(const publishing::PublishedRepository& repository, const publishing::DistroRow& distro,
                      const std::string& channel, const std::string& basearch);

/// Looks a decoded path up, as docs/http-api.md lists them: "main/deb/dists/dev/InRelease". Takes no lock.
Found look_up(const publishing::PublishedTree& tree, std::span<const std::string> path);

}  // namespace slipway::files
