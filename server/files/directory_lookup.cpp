// From a path to the directory that is there, for listings:
//
//     {repo}/{distro}/                                  set-up files, and the directories below
//     {repo}/{distro}/dists/…                           deb: channels and what they publish, as the tree has it
//     {repo}/{distro}/pool/{component}/{prefix}/{source}/{h}/      deb: packages, as the catalog has them
//     {repo}/{distro}/{channel}/{basearch}/…            rpm: as the tree has it
//     {repo}/{distro}/{channel}/{basearch}/packages/{h}/           rpm: what the index of the basearch lists
//
// The tree knows files by their whole paths: directories are what these have in common. Files that were replaced are
// served for a while and not listed.
#include "server/files/directory_lookup.hpp"

#include "repo-format/formats/package_format.hpp"
#include "repo-format/yum/package_xml.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

namespace slipway::files {
namespace {

using publishing::ChannelFiles;
using publishing::PublishedFile;
using publishing::PublishedRepository;
using Path = std::span<const std::string>;
using formats::Layout;
using publishing::DistroRow;

/// The entries of one directory, made from the paths of files.
class Entries {
public:
    explicit Entries(std::string directory) : directory_(std::move(directory)) {}

    /// A file of this path or, with a slash at its end, a directory; what is not below this directory is passed over.
    void add(std::string_view path, std::optional<std::uint64_t> size = std::nullopt) {
        if (!path.starts_with(directory_) || path.size() == directory_.size()) return;
        path.remove_prefix(directory_.size());
        const auto slash = path.find('/');
        if (slash == path.npos)
            found_.insert_or_assign(std::string(path), size);
        else
            found_.try_emplace(std::string(path.substr(0, slash + 1)), std::nullopt);
    }
    /// The size of a Release.gpg that is being made is not known yet.
    void add(std::string_view path, const PublishedFile& file) {
        if (file.replaced_at != Seconds{}) return;
        add(path, file.size() == 0 && !file.damaged ? std::nullopt : std::optional(file.size()));
    }

    KnownDirectory all() const {
        KnownDirectory directory;
        for (const auto& [name, size] : found_) directory.entries.push_back({name, size});
        return directory;
    }
    /// Nothing where it has no entries.
    FoundDirectory found() const { return found_.empty() ? FoundDirectory(NothingThere{}) : all(); }

private:
    std::string directory_;
    std::map<std::string, std::optional<std::uint64_t>> found_;
};

std::string joined(Path path) {
    std::string text;
    for (const auto& segment : path) text += segment + "/";
    return text;
}

class Directories {
public:
    Directories(const PublishedRepository& repository, const DistroRow& distro)
        : repository_(repository), distro_(distro), format_(formats::of(distro.format)) {}

    FoundDirectory at(Path path) const {
        if (path.empty()) return root();
        if (layout() == Layout::yum) return yum_directory(path[0], path.subspan(1));
        if (path[0] == "dists") return path.size() == 1 ? channels() : apt_directory(path[1], path.subspan(2));
        return path[0] == "pool" ? pool(path.subspan(1)) : NothingThere{};
    }

private:
    Layout layout() const { return format_.traits().layout; }

    using Channels = std::map<std::string, std::shared_ptr<const ChannelFiles>, std::less<>>;

    const Channels& files() const {
        static const Channels none;
        const auto found = repository_.files.find(distro_.name);
        return found == repository_.files.end() ? none : found->second;
    }
    const ChannelFiles* files_of(const std::string& channel) const {
        const auto found = files().find(channel);
        return found == files().end() ? nullptr : found->second.get();
    }

    FoundDirectory root() const {
        Entries entries("");
        for (const auto& [channel, state] : repository_.state.channels) {
            entries.add(channel + ".sh");
            entries.add(fmt::format("{}.{}", channel, set_up_ending(format_.traits().format)));
            if (layout() == Layout::yum) entries.add(channel + "/");
        }
        if (layout() == Layout::apt) entries.add("dists/");
        if (layout() == Layout::apt) entries.add("pool/");
        return entries.all();
    }

    FoundDirectory channels() const {
        Entries entries("");
        for (const auto& [channel, of_channel] : files()) entries.add(channel + "/");
        return entries.all();
    }

    FoundDirectory apt_directory(const std::string& channel, Path path) const {
        const auto* of_channel = files_of(channel);
        if (of_channel == nullptr) return NothingThere{};
        Entries entries(joined(path));
        for (const auto& [name, file] : of_channel->files) entries.add(name, file);
        // The tree lacks the file until it is made; a request for it waits.
        if (of_channel->files.contains("Release") && !of_channel->files.contains("Release.gpg"))
            entries.add("Release.gpg");
        return entries.found();
    }

    FoundDirectory pool(Path path) const {
        if (path.size() < 4) return PoolDirectory{distro_.id, joined(path)};
        return path.size() == 4 ? FoundDirectory(DigestDirectory{distro_.id, path[3]}) : NothingThere{};
    }

    FoundDirectory yum_directory(const std::string& channel, Path path) const {
        const auto* of_channel = files_of(channel);
        if (of_channel == nullptr) return NothingThere{};
        if (path.empty()) return basearches(*of_channel);
        const auto basearch = served_basearch(*of_channel, path[0]);
        if (path.size() > 1 && path[1] == yum::package_directory) return packages(channel, basearch, path.subspan(2));
        Entries entries(basearch + "/" + joined(path.subspan(1)));
        add_files(*of_channel, basearch, entries);
        return entries.found();
    }

    static FoundDirectory basearches(const ChannelFiles& files) {
        Entries entries("");
        for (const auto& [basearch, generations] : files.repomds) entries.add(basearch + "/");
        return entries.all();
    }

    void add_files(const ChannelFiles& files, const std::string& basearch, Entries& entries) const {
        const auto generations = files.repomds.find(basearch);
        if (generations == files.repomds.end() || generations->second.empty()) return;
        for (const auto& [name, file] : files.files) entries.add(name, file);
        entries.add(basearch + "/repodata/repomd.xml", generations->second.back().repomd);
        entries.add(basearch + "/repodata/repomd.xml.asc", generations->second.back().signature);
        entries.add(fmt::format("{}/{}/", basearch, yum::package_directory));
        for (const auto& name : key_hint_names(repository_)) entries.add(basearch + "/" + name);
    }

    FoundDirectory packages(const std::string& channel, const std::string& basearch, Path path) const {
        const auto& state = repository_.state;
        if (!is_package_place(repository_, distro_, channel, basearch) || path.size() > 1) return NothingThere{};
        if (path.size() == 1) return DigestDirectory{distro_.id, path[0]};
        const auto& lists = state.channels.at(channel).lists;
        const auto list = lists.find({distro_.id, format_.package_list().name(), "", basearch});
        return list == lists.end()
                   ? FoundDirectory(NothingThere{})
                   : PackagesDirectory{&state, list->second.root, publishing::package_order_of(distro_)};
    }

    const PublishedRepository& repository_;
    const DistroRow& distro_;
    const formats::PackageFormat& format_;
};

}  // namespace

FoundDirectory look_up_directory(const publishing::PublishedTree& tree, Path path) {
    const auto* repository = path.size() < 2 ? nullptr : tree.find(path[0]);
    const auto* distro = repository == nullptr ? nullptr : repository->state.find_distro(path[1]);
    if (distro == nullptr) return NothingThere{};
    return Directories(*repository, *distro).at(path.subspan(2));
}

}  // namespace slipway::files
