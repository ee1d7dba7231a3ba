#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::cli {

/// A package file to upload. It is streamed from the disk, never held in memory.
struct UploadFile {
    std::filesystem::path path;
    std::string field;   // of a form: where to, "package", "bookworm" or "bookworm/main"
    std::string name;    // what the server calls it
    std::string sha256;  // hexadecimal
    std::uint64_t size = 0;
};

enum class Method : unsigned char { get, put, post, patch, del };

/// Whether the same request may be carried out twice without harm.
enum class Repeat : unsigned char { harmless, harmful };

/// What the answer contains: a document, or plain text that nobody parses.
enum class Content : unsigned char { json, text };

/// Takes the bytes of a file that is downloaded.
class Sink {
public:
    virtual ~Sink() = default;
    /// Returns how many bytes it has from an earlier attempt; only the following ones are requested.
    virtual std::uint64_t size() const = 0;
    /// Says at which byte of the file the answer begins: at `size()`, or at 0. Returning false ends the attempt.
    virtual bool begin(std::uint64_t from) = 0;
    virtual bool take(std::string_view bytes) = 0;
};

/// One request below the server's URL.
struct Request {
    Method method = Method::get;
    std::string target{};  // "/api/v1/…", encoded
    std::string url{};     // of a published file: used instead of the target
    Sink* sink = nullptr;  // gets the file instead of the answer's body
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};               // JSON, or empty
    std::vector<UploadFile> files{};  // PUT: the one body; POST: the parts of a form
    Repeat repeat = Repeat::harmless;
    Content answer = Content::json;
};

/// How one attempt to carry out a request ended.
struct Outcome {
    enum class End : unsigned char {
        answered,
        not_connected,  // nothing reached the server
        interrupted,    // the connection broke: the request may or may not have been carried out
        impossible,     // another attempt would end in the same way: certificate not trusted, file unreadable
    };
    End end = End::impossible;
    std::string reason{};  // unless answered
    int status = 0;
    std::optional<std::string> retry_after{};
    std::string location{};
    std::string body{};
};

/// Gets the progress of a request.
class Progress {
public:
    virtual ~Progress() = default;
    /// Says how many bytes of the body, or of the downloaded file, have been transferred, of how many.
    virtual void show(std::uint64_t moved, std::uint64_t total) = 0;
    /// Says that the attempt has ended; others may write to the terminal.
    virtual void wipe() = 0;
};

/// Carries out a request once.
class Transport {
public:
    virtual ~Transport() = default;
    /// `progress` may be null.
    virtual Outcome send(const Request& request, Progress* progress) = 0;
};

}  // namespace slipway::cli
