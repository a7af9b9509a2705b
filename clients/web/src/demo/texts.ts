/** What the demonstration page says. */

const vi = {
  title: 'Một chỉ đạo, 168 phường xã, một bảng theo dõi',
  note: 'Dữ liệu minh họa. Mỗi khung là một thiết bị riêng, đăng nhập bằng tài khoản riêng.',
  loading: 'Đang mở ba thiết bị…',
  failed: 'Chưa mở được phiên trình diễn. Hãy chạy máy chủ với --demo rồi tải lại trang này.',
  network: 'Mạng của điện thoại',
  on: 'Có mạng',
  off: 'Mất mạng',
  steps: 'Câu chuyện',
  prepare: 'Điền sẵn chỉ đạo',
  roles: { chairman: 'Chủ tịch Thành phố', ward: 'Điện thoại ở phường', office: 'Văn phòng theo dõi' },
  story: [
    'Triều cường 07:05. Bấm “Điền sẵn chỉ đạo” rồi “Giao cho 168 đơn vị” ở khung Chủ tịch.',
    'Trong chớp mắt việc hiện trên điện thoại của phường. Nhận, hoặc từ chối, hoặc xin gia hạn.',
    'Tắt mạng của điện thoại rồi trả lời: việc được giữ trên máy, chờ gửi.',
    'Bật mạng lại: câu trả lời tự đi, bảng ở văn phòng đổi ngay.',
    'Kéo thanh thời gian trên bảng: thấy bảng như ở bất kỳ phút nào. Bấm một chấm để gọi cho phường đó.',
  ],
  draft: {
    title: 'Báo cáo số hộ bị ngập do triều cường sáng nay',
    detail: 'Đỉnh triều lúc 07 giờ 05 vượt báo động III. Kiểm tra địa bàn và báo cáo số hộ bị ngập, mức ngập, nhu cầu hỗ trợ.',
    questions: ['Số hộ bị ngập', 'Mức ngập sâu nhất', 'Cần hỗ trợ gì'],
    unit: 'hộ',
    depths: 'Dưới 20 cm\n20–50 cm\nTrên 50 cm',
  },
}

const en: typeof vi = {
  title: 'One directive, 168 wards, one board',
  note: 'Invented data. Each frame is a device of its own, signed in with its own account.',
  loading: 'Opening three devices…',
  failed: 'The demonstration’s sessions could not be opened. Start the server with --demo and reload.',
  network: 'The phone’s network',
  on: 'Connected',
  off: 'No network',
  steps: 'The story',
  prepare: 'Fill in the directive',
  roles: { chairman: 'The city’s chairman', ward: 'A ward’s phone', office: 'The office that follows' },
  story: [
    'A king tide at 07:05. Press “Fill in the directive”, then issue it to 168 units in the chairman’s frame.',
    'In a blink it is on the ward’s phone. Accept, decline, or ask for more time.',
    'Take the phone’s network away and answer: it is kept on the device, waiting to be sent.',
    'Give the network back: the answer goes by itself, the office’s board changes at once.',
    'Drag the slider on the board: see it as of any minute. Press a dot to call that ward.',
  ],
  draft: {
    title: 'Report the households flooded by this morning’s tide',
    detail: 'High water at 07:05 above alert III. Check your area and report flooded households, depth and needs.',
    questions: ['Flooded households', 'Greatest depth', 'Help needed'],
    unit: 'households',
    depths: 'Below 20 cm\n20–50 cm\nOver 50 cm',
  },
}

export const texts = document.documentElement.lang === 'en' ? en : vi
