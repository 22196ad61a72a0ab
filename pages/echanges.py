import streamlit as st
from eit.ui import frame as frames
frame = frames.current()
st.title(frame.say("nav.home"))
