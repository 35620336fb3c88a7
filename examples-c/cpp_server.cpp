// The server in C++17:  cpp_server PORT DIRECTORY
//
// Three small wrappers make the C interface feel at home: handles and texts that free themselves, errors as exceptions, and
// events as lambdas that cannot let an exception out. Files are received into memory through a download stream and written
// to the directory when they are whole. Partners get back what they sent before, read from memory through an upload stream.
// Ends with its standard input.
#include <oftpsrv.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace oftp {

/// A call that failed.
class Error : public std::runtime_error {
public:
    explicit Error(std::int32_t code) : std::runtime_error(oftpsrv_last_error_message()), code_(code) {}
    std::int32_t code() const noexcept { return code_; }

private:
    std::int32_t code_;
};

inline void check(std::int32_t status) {
    if (status != OFTPSRV_OK) throw Error(status);
}

/// A server that is shut down and freed at the end of its scope, and the handlers of its events.
class Server {
public:
    Server() : handle_(oftpsrv_new()) {
        if (!handle_) throw Error(oftpsrv_last_error_code());
    }

    oftpsrv_t *get() const noexcept { return handle_.get(); }

    void set(const std::string &name, const std::string &value) {
        check(oftpsrv_set_config(get(), name.c_str(), value.c_str()));
    }

    std::string text(const std::string &name) const {
        char *out = nullptr;
        check(oftpsrv_get_config(get(), name.c_str(), &out));
        const std::unique_ptr<char, decltype(&oftpsrv_string_free)> owner(out, oftpsrv_string_free);
        return out;
    }

    void start() { check(oftpsrv_start(get())); }

    /// Calls `handler(event)` for an event; `install` is one of oftpsrv_on_...(). A handler that decides and fails must refuse,
    /// so `refuse(event)` is called when it throws.
    template <typename Event>
    void on(std::int32_t (*install)(oftpsrv_t *, void (*)(oftpsrv_t *, Event *, void *), void *),
            std::function<void(Event &)> handler, std::function<void(Event &)> refuse = nullptr) {
        struct Slot {
            std::function<void(Event &)> handler, refuse;
        };
        auto slot = std::make_shared<Slot>(Slot{std::move(handler), std::move(refuse)});
        check(install(get(), [](oftpsrv_t *, Event *event, void *user_data) {
            const auto *own = static_cast<const Slot *>(user_data);
            try {
                own->handler(*event);
            } catch (const std::exception &error) {
                std::cerr << "handler: " << error.what() << '\n';
                if (own->refuse) own->refuse(*event);
            } catch (...) {
                if (own->refuse) own->refuse(*event);
            }
        }, slot.get()));
        slots_.push_back(std::move(slot));
    }

private:
    struct Free {
        void operator()(oftpsrv_t *server) const noexcept { oftpsrv_free(server); }
    };
    // In this order: the handle goes first and waits for callbacks that run; then nobody needs the handlers any more.
    std::vector<std::shared_ptr<void>> slots_;
    std::unique_ptr<oftpsrv_t, Free> handle_;
};

} // namespace oftp

namespace {

/// A file on its way in. It belongs to the engine's stream from when it is set until its close callback.
struct Incoming {
    std::vector<std::uint8_t> octets;
};

/// A file on its way out.
struct Outgoing {
    std::vector<std::uint8_t> octets;
    std::size_t position = 0;
};

extern "C" {
std::int32_t take(const std::uint8_t *data, std::size_t length, void *user_data) {
    try {
        auto &octets = static_cast<std::shared_ptr<Incoming> *>(user_data)->get()->octets;
        octets.insert(octets.end(), data, data + length);
        return 0;
    } catch (const std::bad_alloc &) {
        return -1;
    }
}

void taken(void *user_data) { delete static_cast<std::shared_ptr<Incoming> *>(user_data); }

std::int64_t give(std::uint8_t *buffer, std::size_t capacity, void *user_data) {
    auto &file = *static_cast<Outgoing *>(user_data);
    const std::size_t count = std::min(capacity, file.octets.size() - file.position);
    std::copy_n(file.octets.begin() + static_cast<std::ptrdiff_t>(file.position), count, buffer);
    file.position += count;
    return static_cast<std::int64_t>(count);
}

void given(void *user_data) { delete static_cast<Outgoing *>(user_data); }
}

class Echo {
public:
    explicit Echo(std::string directory) : directory_(std::move(directory)) {
        server_.on<oftpsrv_accept_connection_event_t>(
            oftpsrv_on_accept_connection, [](auto &event) { let_in(event); },
            [](auto &event) { event.accept = false; });
        server_.on<oftpsrv_accept_file_event_t>(
            oftpsrv_on_accept_file, [this](auto &event) { incoming(event); },
            [](auto &event) { event.accept = false; });
        server_.on<oftpsrv_end_transfer_event_t>(
            oftpsrv_on_end_transfer, [this](auto &event) { ended(event); },
            [](auto &event) { event.send_end_response = false; });
        server_.on<oftpsrv_ready_to_send_event_t>(oftpsrv_on_ready_to_send, [this](auto &event) { our_turn(event); });
        server_.on<oftpsrv_disconnected_event_t>(oftpsrv_on_disconnected, [this](auto &event) {
            const std::lock_guard<std::mutex> guard(lock_);
            files_.erase(event.connection_id);
        });
    }

    void run(const std::string &port) {
        server_.set("LocalPort", port);
        server_.set("ServerSSIDCode", "O0013SERVER");
        server_.set("ServerSFIDCode", "O0013SERVER");
        server_.set("ServerPassword", "SERVER");
        server_.start();
        std::cout << "listening on port " << server_.text("LocalPort") << std::endl;
        std::string line;
        while (std::getline(std::cin, line)) continue;
    }

private:
    struct Files {
        std::shared_ptr<Incoming> open;
        std::map<std::string, std::vector<std::uint8_t>> whole;
    };

    static void let_in(oftpsrv_accept_connection_event_t &event) {
        if (std::string(event.client_ssid_code) != "O0013PARTNER") {
            event.accept = false;
            event.error_code = OFTPSRV_ESID_UNKNOWN_USER_CODE;
        } else if (std::string(event.client_password) != "SECRET") {
            event.accept = false;
            event.error_code = OFTPSRV_ESID_INVALID_PASSWORD;
        }
    }

    void incoming(oftpsrv_accept_file_event_t &event) {
        auto file = std::make_shared<Incoming>();
        {
            const std::lock_guard<std::mutex> guard(lock_);
            files_[event.connection_id].open = file;
        }
        auto owner = std::make_unique<std::shared_ptr<Incoming>>(std::move(file));
        oftp::check(oftpsrv_connection_set_download_stream(server_.get(), event.connection_id, take, taken, owner.get()));
        (void)owner.release(); // taken() deletes it
    }

    void ended(oftpsrv_end_transfer_event_t &event) {
        std::cout << (event.direction == OFTPSRV_DIRECTION_SERVER ? "sent " : "received ") << event.virtual_file_name << ": "
                  << event.reason_code << ", " << event.file_size << " octets" << std::endl;
        if (event.direction == OFTPSRV_DIRECTION_SERVER || event.reason_code != 0) return;
        const std::lock_guard<std::mutex> guard(lock_);
        Files &files = files_[event.connection_id];
        const auto file = std::exchange(files.open, nullptr);
        if (!file) throw std::logic_error("no file was on its way");
        // The name comes from the partner: only what is harmless in a file name stays.
        std::string name = event.virtual_file_name;
        for (char &c : name)
            if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
        std::ofstream out(directory_ + "/" + name, std::ios::binary);
        out.write(reinterpret_cast<const char *>(file->octets.data()), static_cast<std::streamsize>(file->octets.size()));
        if (!out.flush()) throw std::runtime_error("cannot write " + name);
        files.whole[event.virtual_file_name] = std::move(file->octets);
    }

    /// Sends one file for each turn, as there is one upload stream for a connection.
    void our_turn(oftpsrv_ready_to_send_event_t &event) {
        const std::lock_guard<std::mutex> guard(lock_);
        auto &whole = files_[event.connection_id].whole;
        if (!whole.empty()) {
            auto node = whole.extract(whole.begin());
            auto file = std::make_unique<Outgoing>();
            file->octets = std::move(node.mapped());
            oftp::check(oftpsrv_connection_set_upload_stream(server_.get(), event.connection_id, give, given, file.get()));
            (void)file.release(); // given() deletes it
            oftp::check(oftpsrv_send_file_async(server_.get(), event.connection_id, "O0013PARTNER", "", node.key().c_str()));
        }
        oftp::check(oftpsrv_logoff(server_.get(), event.connection_id));
    }

    std::string directory_;
    std::mutex lock_;
    std::map<std::string, Files> files_;
    oftp::Server server_; // last: it is gone before what its handlers use
};

} // namespace

int main(int argc, char **argv) {
    if (argc != 3) {
        std::cerr << "usage: " << argv[0] << " PORT DIRECTORY\n";
        return 2;
    }
    try {
        Echo(argv[2]).run(argv[1]);
    } catch (const oftp::Error &error) {
        std::cerr << "error " << error.code() << ": " << error.what() << '\n';
        return EXIT_FAILURE;
    }
    return oftpsrv_live_handles() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
