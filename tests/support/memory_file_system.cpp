#include "tests/support/memory_file_system.hpp"

#include <cstdio>
#include <cstdlib>

namespace slipway::testing {

/// A file (content) or a directory (names).
struct MemoryFileSystem::Node {
    using Names = std::map<std::string, std::shared_ptr<Node>>;

    explicit Node(bool is_directory) : directory(is_directory) {}

    bool directory;
    std::string content, synced_content;
    Names names, synced_names;
    std::chrono::system_clock::time_point changed_at = std::chrono::system_clock::now();
    std::chrono::system_clock::time_point modified_at = changed_at;
};

namespace {

using Node = MemoryFileSystem::Node;

Error error(Fault fault, const char* verb, const Path& path, const char* why) {
    return Error(fault, std::string(verb) + " " + path.string() + ": " + why);
}

}  // namespace

struct MemoryFileSystem::Disk {
    std::mutex lock;  // guards everything below, nodes included
    std::shared_ptr<Node> root = std::make_shared<Node>(true);
    std::size_t syncs = 0;

    /// Null if there is nothing at `path`.
    std::shared_ptr<Node> find(const Path& path) const {
        auto node = root;
        for (const Path& step : path.relative_path()) {
            if (step == "." || step.empty()) continue;
            const auto found = node->names.find(step.string());
            if (found == node->names.end()) return nullptr;
            node = found->second;
        }
        return node;
    }

    Result<std::shared_ptr<Node>> get(const char* verb, const Path& path, bool directory) const {
        auto node = find(path);
        if (!node) return error(Fault::not_found, verb, path, "No such file or directory");
        if (node->directory != directory) return error(Fault::io, verb, path, "Wrong type");
        return node;
    }

    /// The directory a new name goes into.
    Result<std::shared_ptr<Node>> place_for(const char* verb, const Path& path) const {
        auto directory = TRY(get(verb, path.parent_path(), true));
        if (directory->names.contains(path.filename().string()))
            return error(Fault::conflict, verb, path, "File exists");
        return directory;
    }
};

namespace {

class MemoryFile final : public File {
public:
    MemoryFile(std::shared_ptr<MemoryFileSystem::Disk> disk, std::shared_ptr<Node> node, bool writable)
        : disk_(std::move(disk)), node_(std::move(node)), writable_(writable) {}

    Result<> append(ByteView bytes) override {
        if (!writable_) return Error(Fault::io, "write: Bad file descriptor");
        const std::lock_guard guard(disk_->lock);
        node_->content += bytes;
        node_->changed_at = node_->modified_at = std::chrono::system_clock::now();
        return {};
    }
    Result<std::size_t> read_into(std::uint64_t offset, std::span<char> into) const override {
        const std::lock_guard guard(disk_->lock);
        if (offset >= node_->content.size()) return std::size_t{0};
        return node_->content.copy(into.data(), into.size(), offset);
    }
    Result<std::uint64_t> size() const override {
        const std::lock_guard guard(disk_->lock);
        return node_->content.size();
    }
    Result<> truncate(std::uint64_t size) override {
        if (!writable_) return Error(Fault::io, "truncate: Bad file descriptor");
        const std::lock_guard guard(disk_->lock);
        node_->content.resize(size);
        return {};
    }
    Result<> sync() override {
        const std::lock_guard guard(disk_->lock);
        ++disk_->syncs;
        node_->synced_content = node_->content;
        return {};
    }
    int descriptor() const override { return -1; }

private:
    std::shared_ptr<MemoryFileSystem::Disk> disk_;
    std::shared_ptr<Node> node_;
    bool writable_;
};

void collect_files(const Node& node, const std::string& path, std::vector<std::string>& files) {
    for (const auto& [name, child] : node.names) {
        const std::string child_path = path + "/" + name;
        if (child->directory)
            collect_files(*child, child_path, files);
        else
            files.push_back(child_path);
    }
}

/// What a disk brings back: a new node, so that files still open no longer reach it.
std::shared_ptr<Node> after_power_cut(const Node& node) {
    auto survivor = std::make_shared<Node>(node.directory);
    survivor->content = survivor->synced_content = node.synced_content;
    for (const auto& [name, child] : node.synced_names) survivor->names[name] = after_power_cut(*child);
    survivor->synced_names = survivor->names;
    survivor->changed_at = node.changed_at;
    survivor->modified_at = node.modified_at;
    return survivor;
}

void sync_all(Node& node) {
    node.synced_content = node.content;
    node.synced_names = node.names;
    for (const auto& [name, child] : node.names) sync_all(*child);
}

class MemorySyncPoint final : public SyncPoint {
public:
    explicit MemorySyncPoint(std::shared_ptr<MemoryFileSystem::Disk> disk) : disk_(std::move(disk)) {}

    Result<> sync() override {
        const std::lock_guard guard(disk_->lock);
        ++disk_->syncs;
        sync_all(*disk_->root);
        return {};
    }

private:
    std::shared_ptr<MemoryFileSystem::Disk> disk_;
};

void make_older(Node& node, std::chrono::seconds time) {
    node.changed_at -= time;
    node.modified_at -= time;
    for (const auto& [name, child] : node.names) make_older(*child, time);
}

}  // namespace

MemoryFileSystem::MemoryFileSystem() : disk_(std::make_shared<Disk>()) {}
MemoryFileSystem::~MemoryFileSystem() = default;

void MemoryFileSystem::crash() {
    const std::lock_guard guard(disk_->lock);
    disk_->root = after_power_cut(*disk_->root);
}

void MemoryFileSystem::age(std::chrono::seconds time) {
    const std::lock_guard guard(disk_->lock);
    make_older(*disk_->root, time);
}

std::vector<std::string> MemoryFileSystem::files() const {
    const std::lock_guard guard(disk_->lock);
    std::vector<std::string> files;
    collect_files(*disk_->root, "", files);
    return files;
}

std::string MemoryFileSystem::content(const Path& path) const {
    const std::lock_guard guard(disk_->lock);
    const auto node = disk_->find(path);
    if (node) return node->content;
    std::fprintf(stderr, "MemoryFileSystem::content: no file %s\n", path.c_str());
    std::abort();
}

std::size_t MemoryFileSystem::syncs() const {
    const std::lock_guard guard(disk_->lock);
    return disk_->syncs;
}

Result<std::unique_ptr<File>> MemoryFileSystem::create(const Path& path, mode_t) {
    const std::lock_guard guard(disk_->lock);
    const auto directory = TRY(disk_->place_for("create", path));
    auto node = std::make_shared<Node>(false);
    directory->names[path.filename().string()] = node;
    return std::make_unique<MemoryFile>(disk_, std::move(node), true);
}

Result<std::unique_ptr<File>> MemoryFileSystem::open_to_read(const Path& path) {
    const std::lock_guard guard(disk_->lock);
    return std::make_unique<MemoryFile>(disk_, TRY(disk_->get("open", path, false)), false);
}

Result<std::unique_ptr<File>> MemoryFileSystem::open_to_append(const Path& path) {
    const std::lock_guard guard(disk_->lock);
    return std::make_unique<MemoryFile>(disk_, TRY(disk_->get("open", path, false)), true);
}

Result<> MemoryFileSystem::link(const Path& existing, const Path& added) {
    const std::lock_guard guard(disk_->lock);
    const auto node = TRY(disk_->get("link", existing, false));
    const auto directory = TRY(disk_->place_for("link", added));
    directory->names[added.filename().string()] = node;
    node->changed_at = std::chrono::system_clock::now();
    return {};
}

Result<> MemoryFileSystem::rename(const Path& from, const Path& to) {
    const std::lock_guard guard(disk_->lock);
    const auto node = TRY(disk_->get("rename", from, false));
    const auto target = TRY(disk_->get("rename", to.parent_path(), true));
    TRY(disk_->get("rename", from.parent_path(), true))->names.erase(from.filename().string());
    target->names[to.filename().string()] = node;
    return {};
}

Result<> MemoryFileSystem::remove(const Path& path) {
    const std::lock_guard guard(disk_->lock);
    TRY(disk_->get("remove", path, false));
    TRY(disk_->get("remove", path.parent_path(), true))->names.erase(path.filename().string());
    return {};
}

Result<> MemoryFileSystem::make_directory(const Path& path, mode_t) {
    const std::lock_guard guard(disk_->lock);
    const auto directory = TRY(disk_->place_for("make directory", path));
    directory->names[path.filename().string()] = std::make_shared<Node>(true);
    return {};
}

Result<> MemoryFileSystem::sync_directory(const Path& path) {
    const std::lock_guard guard(disk_->lock);
    const auto directory = TRY(disk_->get("sync directory", path, true));
    ++disk_->syncs;
    directory->synced_names = directory->names;
    return {};
}

Result<std::shared_ptr<SyncPoint>> MemoryFileSystem::sync_point(const Path& directory) {
    const std::lock_guard guard(disk_->lock);
    TRY(disk_->get("sync point", directory, true));
    return std::make_shared<MemorySyncPoint>(disk_);
}

Result<bool> MemoryFileSystem::exists(const Path& path) {
    const std::lock_guard guard(disk_->lock);
    return disk_->find(path) != nullptr;
}

Result<FileStatus> MemoryFileSystem::status(const Path& path) {
    const std::lock_guard guard(disk_->lock);
    const auto node = TRY(disk_->get("stat", path, false));
    return FileStatus{.size = node->content.size(), .changed_at = node->changed_at, .modified_at = node->modified_at};
}

Result<std::vector<std::string>> MemoryFileSystem::list(const Path& directory) {
    const std::lock_guard guard(disk_->lock);
    std::vector<std::string> names;
    for (const auto& [name, child] : TRY(disk_->get("list", directory, true))->names) names.push_back(name);
    return names;
}

Result<std::uint64_t> MemoryFileSystem::free_bytes(const Path&) { return std::uint64_t{1} << 30; }

}  // namespace slipway::testing
