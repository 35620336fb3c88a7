// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.

layouts! {
    oftpsrv_accept_connection_event {
        size, connection_id, client_ssid_code, client_password, client_version, server_version, accept, error_code,
        error_description
    }
    oftpsrv_accept_file_event {
        size, connection_id, virtual_file_name, virtual_file_date, destination, originator, accept, file_name,
        overwrite, error_code, error_description, forwarded
    }
    oftpsrv_certificate_received_event {
        size, connection_id, certificate_file_name, certificate_exchange_type
    }
    oftpsrv_connected_event {
        size, connection_id, status_code, description
    }
    oftpsrv_connection_request_event {
        size, address, port, accept
    }
    oftpsrv_disconnected_event {
        size, connection_id, status_code, description
    }
    oftpsrv_end_response_event {
        size, connection_id, virtual_file_name, virtual_file_date, destination, originator, creator, reason_code,
        reason_text, file_hash, signature, direction
    }
    oftpsrv_end_transfer_event {
        size, connection_id, direction, local_file, virtual_file_name, virtual_file_date, destination, originator,
        reason_code, reason_text, file_size, file_hash, send_end_response, partner, redelivered, forwarded
    }
    oftpsrv_error_event {
        size, connection_id, error_code, description
    }
    oftpsrv_log_event {
        size, connection_id, log_level, message, log_type
    }
    oftpsrv_pi_trail_event {
        size, connection_id, direction, data, data_len, command_id, command_description
    }
    oftpsrv_ready_to_send_event {
        size, connection_id
    }
    oftpsrv_ssl_client_authentication_event {
        size, connection_id, cert_encoded, cert_encoded_len, cert_subject, cert_issuer, status, accept
    }
    oftpsrv_ssl_connection_request_event {
        size, connection_id, supported_cipher_suites, supported_signature_algs, cert_store_type, cert_store,
        cert_password, cert_subject
    }
    oftpsrv_ssl_status_event {
        size, connection_id, message
    }
    oftpsrv_start_transfer_event {
        size, connection_id, direction, local_file, virtual_file_name, virtual_file_date, destination, originator
    }
    oftpsrv_transfer_event {
        size, connection_id, direction, local_file, virtual_file_name, virtual_file_date, destination, originator,
        bytes_transferred, text, text_len
    }
}
